import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import { issuesNamedIn } from '../../core/plan/issues_named_in.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { type NamedIssue, type PlanIssues, pinnedIssue } from '../../core/plan/plan_issues.ts';
import { issueText } from '../../core/plan/read/issue_text.ts';
import type { IssueNow, IssuesBelow } from '../ports/repository_reader.ts';
import type { Occasion } from './occasion.ts';

/** More are told as unreadable: each is a call. */
const NAMED_AT_MOST = 100;
const AT_ONCE = 10;

/**
 * Reads the issues that a plan is made of beside its own. Those that a run or a proposal has made its own stay as that has them:
 * what happened to them since then is news of its own, by whoever did it.
 *
 * @param before the plan of that run or proposal; null: there is none
 */
export async function issuesOfPlan(
  { github, repository }: Pick<Occasion, 'github' | 'repository'>,
  { number, body }: Pick<IncomingIssue, 'number' | 'body'>,
  before: Plan | null,
): Promise<PlanIssues> {
  const { numbers, hasTasks } = issuesNamedIn(body);
  const read = new Map<number, NamedIssue>();
  const below: IssuesBelow = hasTasks
    ? { tree: [], issues: [] }
    : await github.repositories.issuesBelow(repository, number);
  for (const issue of below.issues) read.set(issue.number, namedIssue(issue));
  const unread = numbers.slice(0, NAMED_AT_MOST).filter((each) => each !== number && !isPinned(before, each));
  for (let first = 0; first < unread.length; first += AT_ONCE) {
    const some = unread.slice(first, first + AT_ONCE).map((each) => github.repositories.issue(repository, each));
    for (const issue of await Promise.all(some)) if (issue !== null) read.set(issue.number, namedIssue(issue));
  }
  const named = (each: number): NamedIssue => {
    const pinned = before === null ? undefined : pinnedIssue(before, each);
    return pinned ?? read.get(each) ?? { kind: 'unreadable' };
  };
  return { own: number, named, below: below.tree, ...(below.isCut === true ? { isCut: true } : {}) };
}

function isPinned(plan: Plan | null, number: number): boolean {
  return plan !== null && pinnedIssue(plan, number) !== undefined;
}

/** An issue that was read, as what a plan makes of it. */
function namedIssue({ title, body, standing, isPull }: IssueNow): NamedIssue {
  return isPull ? { kind: 'pull' } : { kind: 'issue', ...issueText(title, body, standing) };
}
