import type { TaskSlice } from '../slices.ts';
import { taskEndedBadly } from '../task/task_state.ts';

/** Tasks that a task waits for and that ended without success, so that it would wait for ever; their keys as people read them. null: none did. */
export function inTheWay({ openDependencies }: Pick<TaskSlice, 'openDependencies'>): string | null {
  const keys = openDependencies.filter(({ state }) => taskEndedBadly(state)).map(({ key }) => `\`${key}\``);
  return keys.length === 0 ? null : keys.join(', ');
}
