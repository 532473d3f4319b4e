import { validationFailed } from '../api_error.ts';
import { renderIssue } from '../render/issue.ts';
import type { Issue, IssueState, Repository } from '../state.ts';
import type { World } from '../world.ts';
import { touch } from './find.ts';
import { emitLabel, ensureLabel, setLabels } from './labels.ts';

/** Longest text of an issue, pull request or comment, in characters. */
const longestBody = 65_535;

/** 422 for a text that is too long. */
export function refuseLongBody(resource: string, body: string | null | undefined): void {
  if ((body?.length ?? 0) <= longestBody) return;
  const message = `body is too long (maximum is ${longestBody + 1} characters)`;
  throw validationFailed(resource, { field: 'body', code: 'custom', message });
}

/** What an edit may change. */
export type IssueEdit = {
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
  readonly state?: IssueState | undefined;
  readonly stateReason?: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly assignees?: readonly string[] | undefined;
};

/** Opens an issue; its labels come in one event each after `opened`, as on GitHub. */
export async function openIssue(
  world: World,
  repository: Repository,
  author: string,
  issue: { readonly title: string; readonly body?: string | null; readonly labels?: readonly string[] },
): Promise<Issue> {
  refuseLongBody('Issue', issue.body);
  const record = newIssue(world, repository, author, issue.title, issue.body ?? null);
  repository.issues.set(record.number, record);
  record.labels = (issue.labels ?? []).map((name) => ensureLabel(world, repository, name).name);
  emitIssue(world, repository, record, author, 'opened', {});
  for (const name of record.labels) await emitLabel(world, repository, record, author, 'labeled', name);
  return record;
}

/** A fresh record with the next number, not yet in the repository. */
export function newIssue(
  world: World,
  repository: Repository,
  author: string,
  title: string,
  body: string | null,
): Issue {
  const number = repository.nextNumber;
  repository.nextNumber += 1;
  const now = world.now();
  return {
    id: world.nextId(),
    number,
    author,
    title,
    body,
    state: 'open',
    stateReason: null,
    labels: [],
    assignees: [],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    reactions: [],
  };
}

/** Changes an issue that is no pull request; each kind of change sends its event. */
export async function editIssue(
  world: World,
  repository: Repository,
  issue: Issue,
  actor: string,
  edit: IssueEdit,
): Promise<void> {
  refuseLongBody('Issue', edit.body);
  const changes = changeText(issue, edit);
  if (changes !== undefined) {
    touch(world, issue);
    emitIssue(world, repository, issue, actor, 'edited', { changes });
  }
  if (edit.assignees !== undefined) issue.assignees = edit.assignees;
  if (edit.labels !== undefined) await setLabels(world, repository, issue, actor, edit.labels);
  if (edit.state !== undefined && edit.state !== issue.state) changeState(world, repository, issue, actor, edit);
}

/** Applies title and body; returns what they were, where they changed. */
export function changeText(
  issue: Issue,
  edit: Pick<IssueEdit, 'title' | 'body'>,
): { title?: { from: string }; body?: { from: string } } | undefined {
  const { title, body } = issue;
  const titleChanged = edit.title !== undefined && edit.title !== title;
  const bodyChanged = edit.body !== undefined && edit.body !== body;
  if (!titleChanged && !bodyChanged) return undefined;
  if (edit.title !== undefined) issue.title = edit.title;
  if (edit.body !== undefined) issue.body = edit.body;
  return {
    ...(titleChanged ? { title: { from: title } } : {}),
    ...(bodyChanged ? { body: { from: body ?? '' } } : {}),
  };
}

function changeState(world: World, repository: Repository, issue: Issue, actor: string, edit: IssueEdit): void {
  const closing = edit.state === 'closed';
  issue.state = closing ? 'closed' : 'open';
  issue.stateReason = closing ? (edit.stateReason ?? 'completed') : 'reopened';
  issue.closedAt = closing ? world.now() : null;
  issue.closedBy = closing ? actor : null;
  touch(world, issue);
  emitIssue(world, repository, issue, actor, closing ? 'closed' : 'reopened', {});
}

function emitIssue(
  world: World,
  repository: Repository,
  issue: Issue,
  actor: string,
  action: string,
  more: Readonly<Record<string, unknown>>,
): void {
  world.emit('issues', repository, actor, { action, issue: renderIssue(world, repository, issue), ...more });
}
