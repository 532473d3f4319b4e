import { findIssue, isPull } from '../actions/find.ts';
import { editIssue, type IssueEdit, openIssue } from '../actions/issues.ts';
import { setLabels } from '../actions/labels.ts';
import { changePullState, editPull } from '../actions/pulls.ts';
import { blockersOf, issuesBelow } from '../actions/relations.ts';
import { created, type Endpoint, type Need, ok, type RepositoryCall, repositoryEndpoint } from '../http/endpoint.ts';
import { paged } from '../http/paging.ts';
import { renderIssue } from '../render/issue.ts';
import type { Issue, Repository } from '../state.ts';

/** Pull requests are issues: either permission serves for what they have in common. */
export const readIssues: readonly Need[] = ['issues:read', 'pull_requests:read'];
export const writeIssues: readonly Need[] = ['issues:write', 'pull_requests:write'];

type IssueBody = {
  readonly title?: string | number;
  readonly body?: string | null;
  readonly state?: 'open' | 'closed';
  readonly state_reason?: IssueEdit['stateReason'];
  readonly labels?: readonly (string | { readonly name: string })[];
  readonly assignees?: readonly string[];
};

/** Issues; pull requests too, where they are treated as such. */
export const issueEndpoints: readonly Endpoint[] = [
  repositoryEndpoint('issues/list-for-repo', readIssues, listIssues),
  repositoryEndpoint<IssueBody>('issues/create', 'issues:write', async ({ world, repository, actor, body }) => {
    const labels = namesOf(body.labels ?? []);
    const issue = await openIssue(world, repository, actor, {
      title: `${body.title}`,
      body: body.body ?? null,
      labels,
    });
    return created(renderIssue(world, repository, issue));
  }),
  repositoryEndpoint('issues/get', readIssues, ({ world, repository, path }) =>
    ok(renderIssue(world, repository, findIssue(repository, Number(path.issue_number)))),
  ),
  repositoryEndpoint<IssueBody>('issues/update', writeIssues, async ({ world, repository, path, actor, body }) => {
    const issue = findIssue(repository, Number(path.issue_number));
    const text = { title: body.title === undefined ? undefined : `${body.title}`, body: body.body };
    const labels = body.labels === undefined ? undefined : namesOf(body.labels);
    if (isPull(issue)) {
      await editPull(world, repository, issue, actor, text);
      if (labels !== undefined) await setLabels(world, repository, issue, actor, labels);
      if (body.state !== undefined) await changePullState(world, repository, issue, actor, body.state);
    } else {
      const { state, state_reason: stateReason, assignees } = body;
      await editIssue(world, repository, issue, actor, { ...text, labels, state, stateReason, assignees });
    }
    return ok(renderIssue(world, repository, issue));
  }),
];

/** The relations between issues. */
export const relationEndpoints: readonly Endpoint[] = [
  repositoryEndpoint('issues/list-sub-issues', 'issues:read', (call) => relatedTo(call, issuesBelow)),
  repositoryEndpoint('issues/list-dependencies-blocked-by', 'issues:read', (call) => relatedTo(call, blockersOf)),
];

function relatedTo(call: RepositoryCall, related: (repository: Repository, number: number) => readonly Issue[]) {
  const { world, repository, path } = call;
  const { number } = findIssue(repository, Number(path.issue_number));
  return paged(
    call,
    related(repository, number).map((issue) => renderIssue(world, repository, issue)),
  );
}

function namesOf(labels: readonly (string | { readonly name: string })[]): string[] {
  return labels.map((label) => (typeof label === 'string' ? label : label.name));
}

function listIssues(call: RepositoryCall) {
  const { world, repository, query } = call;
  const state = query.get('state') ?? 'open';
  const since = query.get('since');
  const labels = (query.get('labels') ?? '')
    .toLowerCase()
    .split(',')
    .filter((name) => name !== '');
  const creator = query.get('creator')?.toLowerCase();
  const fits = (issue: Issue) =>
    (state === 'all' || issue.state === state) &&
    (since === null || issue.updatedAt >= Date.parse(since)) &&
    (creator === undefined || issue.author.toLowerCase() === creator) &&
    labels.every((label) => issue.labels.some((name) => name.toLowerCase() === label));
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  const found = [...repository.issues.values()]
    .filter(fits)
    .sort((a, b) => sign * (a[key] - b[key] || a.number - b.number));
  return paged(
    call,
    found.map((issue) => renderIssue(world, repository, issue)),
  );
}
