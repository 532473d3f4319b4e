import { partedText } from './issue_parts.ts';
import type { IssueText } from './issue_said.ts';
import type { Plan, PlanTask } from './plan.ts';

/** An issue that a plan names; `unreadable`: there is none of that number, or the App may not see it. */
export type NamedIssue =
  | ({ readonly kind: 'issue' } & IssueText)
  | { readonly kind: 'pull' }
  | { readonly kind: 'unreadable' };

/** An issue below another, in GitHub's order. */
export type SubIssue = {
  readonly number: number;
  /** `owner/name#12`, where it is one of another repository; absent: it is of this one. */
  readonly elsewhere?: string;
  /** What GitHub says it is blocked by: `#12`, or `owner/name#12`. */
  readonly blockedBy: readonly string[];
  readonly children: readonly SubIssue[];
};

/** The issues that a plan is made of beside its own, as they were read for it. */
export type PlanIssues = {
  /** The issue that the plan stands in. */
  readonly own: number;
  readonly named: (number: number) => NamedIssue;
  /** Those below it, which are the plan where its text has no tasks. */
  readonly below: readonly SubIssue[];
  /** There are more below it than were read. */
  readonly isCut?: true;
};

/** For who wants to know where tasks stand in a text and not what they are: issues that nobody read. */
export function unreadIssues(own = 0): PlanIssues {
  const named = (number: number): NamedIssue => ({
    kind: 'issue',
    title: `#${number}`,
    instructions: '',
    criteria: [],
    standing: 'open',
  });
  return { own, named, below: [] };
}

/**
 * The issues that a plan was made of, as it keeps them: what was approved stays so, whatever happens to them. `known` are read
 * beside those.
 */
export function pinnedIssues(own: number, plan: Plan, known: ReadonlyMap<number, NamedIssue> = new Map()): PlanIssues {
  const named = (number: number) => pinnedIssue(plan, number) ?? known.get(number) ?? { kind: 'unreadable' as const };
  return { own, named, below: pinnedBelow(plan) };
}

/** The same as they were read, but for what the plan keeps of them by now: somebody may have edited one while they were. */
export function keptBy(plan: Plan, issues: PlanIssues): PlanIssues {
  return { ...issues, named: (number) => pinnedIssue(plan, number) ?? issues.named(number) };
}

/** What a plan keeps of an issue; undefined: it is made of others. */
export function pinnedIssue(plan: Plan, number: number): NamedIssue | undefined {
  const task = plan.tasks.find(({ issue }) => issue === number);
  if (task !== undefined) return { kind: 'issue', ...pinnedText(task) };
  const group = plan.groups.find(({ issue }) => issue === number);
  if (group === undefined) return undefined;
  return { kind: 'issue', title: group.title, instructions: '', criteria: [], standing: 'open' };
}

function pinnedText(task: PlanTask): IssueText {
  return { title: task.title, ...partedText(task).issue, standing: task.done ? 'completed' : 'open' };
}

/** The issues below its own that a plan was made of, in its order and groups; none: its tasks stand in a text. */
function pinnedBelow(plan: Plan): readonly SubIssue[] {
  if (plan.fromSubIssues !== true) return [];
  const references = new Map<string, string>();
  for (const { id, issue } of [...plan.groups, ...plan.tasks]) references.set(id, `#${issue}`);
  const blockedBy = (ids: readonly string[]) => ids.flatMap((id) => references.get(id) ?? []);
  const childrenOf = (parent: string | undefined): readonly SubIssue[] => {
    const tasks = plan.tasks
      .filter(({ group, work }) => group === parent && work.kind !== 'issue')
      .map(({ issue = 0, after, line }) => ({ number: issue, blockedBy: blockedBy(after), children: [], line }));
    const groups = plan.groups
      .filter((group) => group.parent === parent)
      .map(({ id, issue = 0, after, line }) => {
        return { number: issue, blockedBy: blockedBy(after), children: childrenOf(id), line };
      });
    const inOrder = [...tasks, ...groups].sort((left, right) => left.line - right.line);
    return inOrder.map(({ line: _line, ...issue }) => issue);
  };
  return childrenOf(undefined);
}
