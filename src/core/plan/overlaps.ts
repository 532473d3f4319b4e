import { globsOverlap } from '../../text/globs_overlap.ts';
import type { Plan, PlanTask } from './plan.ts';

/** A task that never runs together with some others of its plan, although none of them waits for another. */
export type Overlap = {
  readonly task: string;
  /** Those behind it in the plan. */
  readonly others: readonly string[];
  /** A glob of the task that meets theirs, or the name of what all of them hold. */
  readonly by: { readonly kind: 'files' | 'lock'; readonly what: string };
};

/** The overlaps of a plan; `isCut`: it was too large to compare all of it. */
export type Overlaps = { readonly found: readonly Overlap[]; readonly isCut: boolean };

/** Of a larger plan nothing is compared. */
const TASKS_AT_MOST = 1_000;
/** The most pairs of globs that are compared: each takes microseconds. */
const COMPARISONS_AT_MOST = 50_000;

/**
 * Which tasks will be kept from running at the same time by their files or locks. Those of which one waits for the other anyway are
 * left out, and those that are done.
 */
export function findOverlaps(plan: Plan): Overlaps {
  if (plan.tasks.length > TASKS_AT_MOST) return { found: [], isCut: true };
  const open = plan.tasks.filter(({ done, settings }) => !done && settings.files.length + settings.locks.length > 0);
  const isOrdered = ordersOf(plan);
  const globs = new ComparedGlobs();
  const found: Overlap[] = [];
  for (const [index, task] of open.entries()) {
    const byWhat = new Map<string, Overlap & { readonly others: string[] }>();
    for (const other of open.slice(index + 1)) {
      if (isOrdered(task, other)) continue;
      const by = meeting(task, other, globs);
      if (by === null) continue;
      const key = `${by.kind} ${by.what}`;
      const known = byWhat.get(key);
      if (known === undefined) byWhat.set(key, { task: task.id, others: [other.id], by });
      else known.others.push(other.id);
    }
    found.push(...byWhat.values());
  }
  return { found, isCut: globs.isExhausted };
}

function meeting({ settings }: PlanTask, other: PlanTask, globs: ComparedGlobs): Overlap['by'] | null {
  const lock = settings.locks.find((name) => other.settings.locks.includes(name));
  if (lock !== undefined) return { kind: 'lock', what: lock };
  const glob = settings.files.find((one) => other.settings.files.some((theirs) => globs.overlap(one, theirs)));
  return glob === undefined ? null : { kind: 'files', what: glob };
}

/** Each pair is compared once, however many tasks have it. */
class ComparedGlobs {
  readonly #known = new Map<string, boolean>();

  get isExhausted(): boolean {
    return this.#known.size >= COMPARISONS_AT_MOST;
  }

  overlap(left: string, right: string): boolean {
    const key = `${left}\n${right}`;
    const known = this.#known.get(key);
    if (known !== undefined || this.isExhausted) return known ?? false;
    const overlap = globsOverlap(left, right);
    this.#known.set(key, overlap);
    return overlap;
  }
}

/** Whether one of two tasks waits for the other, at any distance. */
function ordersOf(plan: Plan): (left: PlanTask, right: PlanTask) => boolean {
  const before = new Map<string, ReadonlySet<string>>();
  const beforeOf = (task: PlanTask): ReadonlySet<string> => {
    const known = before.get(task.id);
    if (known !== undefined) return known;
    const all = new Set<string>(task.dependencies);
    for (const id of task.dependencies) {
      const dependency = tasks.get(id);
      if (dependency !== undefined) for (const further of beforeOf(dependency)) all.add(further);
    }
    before.set(task.id, all);
    return all;
  };
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  return (left, right) => beforeOf(right).has(left.id) || beforeOf(left).has(right.id);
}
