import { joinedText } from '../issue_parts.ts';
import type { NamedIssue, PlanIssues } from '../plan_issues.ts';
import type { DraftTask } from './draft.ts';
import { type ProblemList, quoted } from './problems.ts';
import type { Drafts } from './read_section.ts';

/** `#12`, or that of another repository. */
const ISSUE = /^([\w.-]+\/[\w.-]+)?#(\d{1,10})$/;

/** The id of a task that is an issue, or waits for one. */
export function issueId(number: number): string {
  return `issue-${number}`;
}

/** How an issue is referred to in `after`, among the ids of tasks. */
export function issueReference(number: number): string {
  return `#${number}`;
}

/** Which issue a text names, if it is nothing but that; 0: one of another repository. */
export function issueNamed(text: string): number | undefined {
  const found = ISSUE.exec(text);
  if (!found) return undefined;
  return found[1] === undefined ? Number(found[2]) : 0;
}

/**
 * Tasks whose title is an issue become that issue, and what a task or group waits for that is an issue of no task becomes a task of its
 * own, which ends when the issue closes. `null`: the plan is outside GitHub.
 */
export function settleIssues(drafts: Drafts, issues: PlanIssues | null, problems: ProblemList): void {
  const lines = new Map<number, number>();
  for (const [index, draft] of drafts.tasks.entries()) {
    const number = draft.issue ?? issueNamed(draft.title);
    if (number === undefined) continue;
    const issue = draft.issue === undefined ? readable(draft.title, number, draft.line, issues, problems) : undefined;
    const earlier = lines.get(number);
    if (earlier !== undefined) {
      problems.problem(
        draft.line,
        'issue-twice',
        `\`#${number}\` is a task already, in line ${earlier}.`,
        'Keep one of them.',
      );
      drafts.tasks[index] = { ...draft, writtenId: draft.writtenId ?? `${issueId(number)}-again` };
      continue;
    }
    lines.set(number, draft.line);
    if (issue !== undefined) drafts.tasks[index] = asTask(draft, number, issue);
  }
  for (const { issue } of drafts.groups) if (issue !== undefined) lines.set(issue, 0);
  addWaits(drafts, lines, issues, problems);
}

type Text = Extract<NamedIssue, { kind: 'issue' }>;

function asTask(draft: DraftTask, number: number, { title, instructions, criteria, standing }: Text): DraftTask {
  return {
    ...draft,
    writtenId: draft.writtenId ?? issueId(number),
    issue: number,
    title,
    ...joinedText({ instructions, criteria }, draft),
    done: draft.done || standing !== 'open',
  };
}

/** A task for each issue that is waited for and is none of the plan's own. */
function addWaits(
  drafts: Drafts,
  known: ReadonlyMap<number, number>,
  issues: PlanIssues | null,
  problems: ProblemList,
): void {
  const seen = new Set(known.keys());
  const references = [
    ...drafts.tasks.flatMap(({ values }) => values.after ?? []),
    ...drafts.groups.flatMap(({ after }) => after),
  ];
  for (const { id, line } of references) {
    const number = issueNamed(id);
    if (number === undefined || (number !== 0 && seen.has(number))) continue;
    seen.add(number);
    const issue = readable(id, number, line, issues, problems);
    if (issue === undefined) continue;
    drafts.tasks.push({
      line,
      writtenId: issueId(number),
      issue: number,
      isWait: true,
      title: issue.title,
      done: issue.standing !== 'open',
      criteria: [],
      instructions: '',
      values: {},
      lines: {},
      valueLines: [],
    });
  }
}

/** The issue, or one precise line of why it cannot be part of this plan. */
function readable(
  written: string,
  number: number,
  line: number,
  issues: PlanIssues | null,
  problems: ProblemList,
): Text | undefined {
  const tell = (code: string, message: string, mend: string) => {
    problems.problem(line, code, message, mend);
    return undefined;
  };
  const name = quoted(written);
  if (issues === null) {
    const message = `${name} is an issue, and issues are read on GitHub only.`;
    return tell('needs-github', message, 'Write the task out, or file the plan as an issue.');
  }
  if (number === 0) {
    const message = `${name} is an issue of another repository.`;
    return tell('other-repository', message, 'Name an issue of this one, such as `#12`.');
  }
  if (number === issues.own) return tell('own-issue', `${name} is this plan itself.`, 'Name another issue.');
  const issue = issues.named(number);
  switch (issue.kind) {
    case 'issue':
      return issue;
    case 'pull':
      return tell('no-issue', `${name} is a pull request.`, 'Name an issue.');
    case 'unreadable':
      return tell('no-issue', `There is no issue ${name} here that I can read.`, 'Correct its number, or remove it.');
    default:
      return issue satisfies never;
  }
}
