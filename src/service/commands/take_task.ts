import type { Change } from '../../core/changes.ts';
import { takeTask as decideTake } from '../../core/decide/take_task.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Taken } from '../../core/task/takeover.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';
import { refuseBesideLater } from './refuse_beside_later.ts';

/** A person takes a task into their own hands; `also` lands with it. Refuses one that has succeeded or that somebody else has. */
export function takeTask(
  deps: ServiceDependencies,
  task: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<Taken> {
  return commit(deps, 'take_task', async (read) => {
    const slice = await read.taskSlice(task, 'all');
    if (slice === null) throw new Refusal('not_found', 'The task has gone with its run.');
    await refuseBesideLater(read, slice.run);
    return withChanges(decideTake(slice, input, surroundings(deps)), also);
  });
}
