import type { Change, Decision } from '../core/changes.ts';
import type { ServiceDependencies } from './dependencies.ts';
import type { SliceReader } from './ports/store.ts';

/** Runs one command on the store, and wakes whoever waits for what it changed. */
export async function commit<Result>(
  { store, signals }: Pick<ServiceDependencies, 'store' | 'signals'>,
  name: string,
  decide: (read: SliceReader) => Promise<Decision<Result>>,
): Promise<Result> {
  let last: Decision<Result> | undefined;
  const result = await store.command(name, async (read) => {
    last = await decide(read);
    return last;
  });
  if (last === undefined) return result;
  if (last.changes.some(makesRoom)) signals.work.wake();
  if (last.effects.length > 0 || last.changes.some(mayEndRun)) signals.chores.wake();
  if (last.events.length > 0) signals.events.wake();
  return result;
}

function makesRoom(change: Change): boolean {
  switch (change.kind) {
    case 'move_task':
      return change.to === 'ready' || change.from === 'running' || change.from === 'in_review';
    case 'close_dependency':
    case 'release_locks':
    case 'move_run':
    case 'save_runner':
      return true;
    default:
      return false;
  }
}

function mayEndRun(change: Change): boolean {
  return change.kind === 'count_open_tasks' || change.kind === 'move_run' || change.kind === 'settle_effect';
}
