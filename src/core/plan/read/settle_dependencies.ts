import { planLimits } from '../limits.ts';
import type { DraftGroup, DraftTask } from './draft.ts';
import { issueNamed, issueReference } from './issue_tasks.ts';
import { type ProblemList, quoted } from './problems.ts';
import type { SettledIds } from './settle_ids.ts';
import type { Reference } from './written_values.ts';

/** What tasks and groups wait for. */
export type SettledDependencies = {
  /** Canonical ids as written, per task. */
  readonly taskAfter: readonly (readonly string[])[];
  readonly groupAfter: readonly (readonly string[])[];
  /** Positions of the tasks that each task waits for, ascending. */
  readonly edges: readonly (readonly number[])[];
};

type Target = { readonly kind: 'task' | 'group'; readonly index: number; readonly id: string };

/** Resolves every reference to tasks; what cannot be resolved is a problem and left out. */
export function settleDependencies(
  tasks: readonly DraftTask[],
  groups: readonly DraftGroup[],
  ids: SettledIds,
  problems: ProblemList,
): SettledDependencies {
  const targets = new Map<string, Target>();
  for (const [index, id] of ids.groups.entries()) targets.set(id.toLowerCase(), { kind: 'group', index, id });
  for (const [index, id] of ids.tasks.entries()) targets.set(id.toLowerCase(), { kind: 'task', index, id });
  const byIssue = new Map<string, Target>();
  for (const [index, { issue }] of groups.entries())
    if (issue !== undefined) byIssue.set(issueReference(issue), { kind: 'group', index, id: ids.groups[index] ?? '' });
  for (const [index, { issue }] of tasks.entries())
    if (issue !== undefined) byIssue.set(issueReference(issue), { kind: 'task', index, id: ids.tasks[index] ?? '' });
  const names = [...targets.values()].map((target) => target.id);
  const resolve = (owner: string, after: readonly Reference[]) =>
    distinctTargets(
      after.flatMap((reference) => byIssue.get(reference.id) ?? find(owner, reference, targets, names, problems)),
    );

  const groupTargets = groups.map((group, index) => resolve(ids.groups[index] ?? '', group.after));
  const taskTargets = tasks.map((task, index) => resolve(ids.tasks[index] ?? '', task.values.after ?? []));
  const ancestors = groups.map((_, index) => lineage(groups, index));
  const members = membersOf(tasks, groups, ancestors);
  checkOwnGroups(tasks, groups, ids, { groupTargets, taskTargets, ancestors }, problems);

  let budget: number = planLimits.dependencies;
  const edges = tasks.map((task, index) => {
    const own = task.group === undefined ? [] : (ancestors[task.group] ?? []);
    const all = [...(taskTargets[index] ?? []), ...own.flatMap((group) => groupTargets[group] ?? [])];
    const positions = new Set<number>();
    for (const target of all) {
      if (target.kind === 'group' && own.includes(target.index)) continue;
      const wanted = target.kind === 'task' ? [target.index] : (members[target.index] ?? []);
      if (wanted.length > budget) budget = -1;
      if (budget < 0) break;
      for (const position of wanted) positions.add(position);
    }
    budget -= positions.size;
    return [...positions].sort((left, right) => left - right);
  });
  if (budget < 0) {
    problems.problem(
      1,
      'too-large',
      `The plan has more than ${planLimits.dependencies} dependencies once groups are resolved.`,
      'Let a group end in one task that the next group waits for.',
    );
  }
  const idsOf = (list: readonly Target[]) => list.map((target) => target.id);
  return { taskAfter: taskTargets.map(idsOf), groupAfter: groupTargets.map(idsOf), edges };
}

function find(
  owner: string,
  reference: Reference,
  targets: ReadonlyMap<string, Target>,
  names: readonly string[],
  problems: ProblemList,
): Target[] {
  const target = targets.get(reference.id.toLowerCase());
  if (target) return [target];
  // What is wrong with an issue was told when it was read.
  if (issueNamed(reference.id) === undefined) {
    const mend = problems.suggestion(
      reference.id,
      names,
      'Name a task or a group of this plan; if it is text, write it without parentheses or colon.',
    );
    problems.problem(
      reference.line,
      'unknown-dependency',
      `\`${owner}\` needs ${quoted(reference.id)}, which is no task.`,
      mend,
    );
  }
  return [];
}

type Resolved = {
  readonly groupTargets: readonly (readonly Target[])[];
  readonly taskTargets: readonly (readonly Target[])[];
  readonly ancestors: readonly (readonly number[])[];
};

/** A task cannot wait for itself or its own group, nor a group for itself or one around it. */
function checkOwnGroups(
  tasks: readonly DraftTask[],
  groups: readonly DraftGroup[],
  ids: SettledIds,
  resolved: Resolved,
  problems: ProblemList,
): void {
  for (const [index, task] of tasks.entries()) {
    const own = task.group === undefined ? [] : (resolved.ancestors[task.group] ?? []);
    for (const target of resolved.taskTargets[index] ?? []) {
      if (target.kind === 'task' && target.index === index) {
        problems.problem(
          task.line,
          'self-dependency',
          `\`${ids.tasks[index]}\` waits for itself.`,
          'Remove that dependency.',
        );
      } else if (target.kind === 'group' && own.includes(target.index)) {
        problems.problem(
          task.line,
          'own-group',
          `\`${ids.tasks[index]}\` waits for the group \`${target.id}\` in which it stands.`,
          'Name the tasks that it needs.',
        );
      }
    }
  }
  for (const [index, group] of groups.entries()) {
    for (const target of resolved.groupTargets[index] ?? []) {
      if (target.kind === 'group' && resolved.ancestors[index]?.includes(target.index)) {
        problems.problem(
          group.line,
          target.index === index ? 'self-dependency' : 'own-group',
          `The group \`${ids.groups[index]}\` waits for ${target.index === index ? 'itself' : `\`${target.id}\`, in which it stands`}.`,
          'Remove that dependency.',
        );
      }
    }
  }
}

/** The group and all groups around it. */
function lineage(groups: readonly DraftGroup[], index: number): number[] {
  const line: number[] = [];
  for (let at: number | undefined = index; at !== undefined; at = groups[at]?.parent) line.push(at);
  return line;
}

function membersOf(
  tasks: readonly DraftTask[],
  groups: readonly DraftGroup[],
  ancestors: readonly (readonly number[])[],
): number[][] {
  const members: number[][] = groups.map(() => []);
  for (const [position, task] of tasks.entries()) {
    if (task.group === undefined) continue;
    for (const group of ancestors[task.group] ?? []) members[group]?.push(position);
  }
  return members;
}

function distinctTargets(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [target.id.toLowerCase(), target])).values()];
}
