import type { Plan, PlanGroup, PlanTask } from './plan.ts';

/** What the graph of a plan says about its course. */
export type PlanAnalysis = {
  /** Task ids by the length of the longest path that leads to them: each wave can run once those before it are in. */
  readonly waves: readonly (readonly string[])[];
  readonly criticalPath: {
    /** In the order of execution. */
    readonly tasks: readonly string[];
    /** Sum of the estimates in milliseconds; undefined where the plan has no estimates. */
    readonly durationMs?: number;
  };
  readonly groups: readonly { readonly group: PlanGroup; readonly tasks: readonly string[] }[];
};

/** Waves, critical path and groups of a plan. Takes time linear in tasks and dependencies. */
export function analysePlan(plan: Plan): PlanAnalysis {
  const waves: string[][] = [];
  const depths = new Map<string, number>();
  for (const task of inOrder(plan)) {
    const depth = task.dependencies.reduce((deepest, id) => Math.max(deepest, (depths.get(id) ?? 0) + 1), 0);
    depths.set(task.id, depth);
  }
  for (const task of plan.tasks) {
    const depth = depths.get(task.id) ?? 0;
    while (waves.length <= depth) waves.push([]);
    waves[depth]?.push(task.id);
  }
  const byGroup = new Map(plan.groups.map((group) => [group.id, [] as string[]]));
  for (const task of plan.tasks) if (task.group !== undefined) byGroup.get(task.group)?.push(task.id);
  return {
    waves,
    criticalPath: criticalPath(plan),
    groups: plan.groups.map((group) => ({ group, tasks: byGroup.get(group.id) ?? [] })),
  };
}

/**
 * For each task the weight of the longest path from it to the end, itself included: the higher, the more urgent. In
 * milliseconds where the plan has estimates, else in tasks. A done task weighs nothing.
 */
export function rankTasks(plan: Plan): Map<string, number> {
  const weights = weigh(plan);
  const longestBelow = new Map<string, number>();
  const ranks = new Map<string, number>();
  for (const task of inOrder(plan).reverse()) {
    const rank = (longestBelow.get(task.id) ?? 0) + (weights.get(task.id) ?? 0);
    ranks.set(task.id, rank);
    for (const id of task.dependencies) longestBelow.set(id, Math.max(rank, longestBelow.get(id) ?? 0));
  }
  return ranks;
}

function criticalPath(plan: Plan): PlanAnalysis['criticalPath'] {
  const ranks = rankTasks(plan);
  const rankOf = (id: string) => ranks.get(id) ?? 0;
  const dependents = new Map<string, string[]>();
  for (const task of plan.tasks) {
    for (const id of task.dependencies) {
      const list = dependents.get(id);
      if (list) list.push(task.id);
      else dependents.set(id, [task.id]);
    }
  }
  const heaviest = (ids: readonly string[]) =>
    ids.reduce<string | undefined>(
      (best, id) => (best === undefined || rankOf(id) > rankOf(best) ? id : best),
      undefined,
    );
  const path: string[] = [];
  for (let at = heaviest(plan.tasks.map((task) => task.id)); at !== undefined; at = heaviest(dependents.get(at) ?? []))
    path.push(at);
  const done = new Set(plan.tasks.filter((task) => task.done).map((task) => task.id));
  const estimated = plan.tasks.some((task) => task.settings.estimateMs !== undefined);
  return {
    tasks: path.filter((id) => !done.has(id)),
    ...(estimated ? { durationMs: rankOf(path[0] ?? '') } : {}),
  };
}

/** Estimates; a task without one weighs the median of those there are, or 1. */
function weigh(plan: Plan): Map<string, number> {
  const known = plan.tasks.flatMap((task) => task.settings.estimateMs ?? []).sort((left, right) => left - right);
  const median = known[Math.floor(known.length / 2)] ?? 1;
  return new Map(plan.tasks.map((task) => [task.id, task.done ? 0 : (task.settings.estimateMs ?? median)]));
}

/** Every task after the tasks it waits for (Kahn 1962); in the order of the source where free to choose. */
export function inOrder(plan: Pick<Plan, 'tasks'>): PlanTask[] {
  const open = new Map(plan.tasks.map((task) => [task.id, task.dependencies.length]));
  const dependents = new Map<string, PlanTask[]>(plan.tasks.map((task) => [task.id, []]));
  for (const task of plan.tasks) for (const id of task.dependencies) dependents.get(id)?.push(task);
  const order = plan.tasks.filter((task) => task.dependencies.length === 0);
  for (const task of order) {
    for (const dependent of dependents.get(task.id) ?? []) {
      const left = (open.get(dependent.id) ?? 0) - 1;
      open.set(dependent.id, left);
      if (left === 0) order.push(dependent);
    }
  }
  return order;
}
