import type { Criterion, Plan, PlanTask } from './plan.ts';

/** `dropped`: closed as not planned, or as a duplicate. */
export type IssueStanding = 'open' | 'completed' | 'dropped';

/** What an issue says as a task: its settings stand in the plan, never here. */
export type IssueText = {
  readonly title: string;
  readonly instructions: string;
  readonly criteria: readonly Criterion[];
  readonly standing: IssueStanding;
};

/** An issue that a plan names; `unreadable`: there is none of that number, or the App may not see it. */
export type NamedIssue =
  | ({ readonly kind: 'issue' } & IssueText)
  | { readonly kind: 'pull' }
  | { readonly kind: 'unreadable' };

/** An issue below another, in GitHub's order. */
export type SubIssue = {
  readonly number: number;
  /** The issues that GitHub says it is blocked by, wherever they stand. */
  readonly blockedBy: readonly number[];
  readonly children: readonly SubIssue[];
};

/** The issues that a plan is made of beside its own, as they were read for it. */
export type PlanIssues = {
  /** The issue that the plan stands in. */
  readonly own: number;
  readonly named: (number: number) => NamedIssue;
  /** Those below it, which are the plan where its text has no tasks. */
  readonly below: readonly SubIssue[];
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

/** What a plan keeps of the issues that it was made of: what was approved stays so, whatever happens to them. */
export function pinnedIssue(plan: Plan, number: number): NamedIssue | undefined {
  const task = plan.tasks.find(({ issue }) => issue === number);
  return task === undefined ? undefined : { kind: 'issue', ...pinnedText(task) };
}

function pinnedText({ title, instructions, criteria, done }: PlanTask): IssueText {
  return { title, instructions, criteria, standing: done ? 'completed' : 'open' };
}

/** The issues below its own that a plan was made of, in its order and groups; none: its tasks stand in a text. */
export function pinnedBelow(plan: Plan): readonly SubIssue[] {
  if (plan.fromSubIssues !== true) return [];
  const numbers = new Map<string, number>();
  for (const { id, issue } of [...plan.groups, ...plan.tasks]) if (issue !== undefined) numbers.set(id, issue);
  const numbersOf = (ids: readonly string[]) => ids.flatMap((id) => numbers.get(id) ?? []);
  const childrenOf = (group: string | undefined): readonly SubIssue[] => [
    ...plan.tasks
      .filter((task) => task.group === group && task.work.kind !== 'issue')
      .map(({ issue = 0, after }) => ({ number: issue, blockedBy: numbersOf(after), children: [] })),
    ...plan.groups
      .filter(({ parent }) => parent === group)
      .map(({ id, issue = 0, after }) => ({ number: issue, blockedBy: numbersOf(after), children: childrenOf(id) })),
  ];
  return childrenOf(undefined);
}
