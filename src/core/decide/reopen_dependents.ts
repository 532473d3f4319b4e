import type { DecisionBuilder } from '../decision.ts';
import type { TaskRecord } from '../records.ts';
import type { Dependent, TaskSlice } from '../slices.ts';
import { moveTask } from './move_task.ts';

/**
 * Dependents that ended only because of the slice's task and come back with it: those whose every bad dependency comes
 * back too, found by repeating until nothing more is found.
 */
export function toReopen({ task, dependents }: Pick<TaskSlice, 'task' | 'dependents'>): readonly Dependent[] {
  const back = new Set([task.id]);
  const found: Dependent[] = [];
  for (let before = 0; before < back.size; ) {
    before = back.size;
    for (const dependent of dependents) {
      if (back.has(dependent.id) || !endedByOthers(dependent)) continue;
      if (!dependent.badDependencies.every((id) => back.has(id))) continue;
      back.add(dependent.id);
      found.push(dependent);
    }
  }
  return found;
}

/** It was skipped or canceled because of others; nobody wanted that of itself. */
export function endedByOthers(dependent: Dependent): boolean {
  if (dependent.state === 'skipped') return dependent.reason?.code !== 'skipped_by_person';
  return dependent.state === 'canceled' && dependent.reason?.code !== 'canceled_by_person';
}

/** A dependent waits again, or is ready where nothing is open before it. */
export function reopenDependent(builder: DecisionBuilder, run: TaskRecord['run'], dependent: Dependent): void {
  const { id, key, state, attempts, openDependencies } = dependent;
  const input = openDependencies === 0 ? 'retry' : 'reopen';
  moveTask(builder, { id, run, key, state, attempts }, input, { reason: null, endedAt: null, cancel: null });
}

/** How the dependencies of tasks must stand, by the number of those that are open. */
export type Standing = { readonly id: string; readonly openDependencies: number };

/** What another command did to the dependencies meanwhile changes who comes back and how: then this is decided anew. */
export function requireAsSeen(
  builder: DecisionBuilder,
  back: readonly Standing[],
  stays: readonly { readonly id: string }[],
): void {
  const expected = {
    met: back.filter((each) => each.openDependencies === 0),
    open: back.filter((each) => each.openDependencies > 0),
    hopeless: stays,
  } as const;
  for (const are of ['met', 'open', 'hopeless'] as const) {
    const tasks = expected[are].map(({ id }) => id);
    if (tasks.length > 0) builder.change({ kind: 'require_dependencies', tasks, are });
  }
}
