import { FINAL_TASK_KEY } from '../core/branch_names.ts';
import type { TaskSlice } from '../core/slices.ts';
import type { SliceReader } from './ports/store.ts';

/** A run's own verification with what waits for it; null: its plan wants none. */
export async function verificationOf(
  read: Pick<SliceReader, 'taskByKey' | 'taskSlice'>,
  run: string,
): Promise<TaskSlice | null> {
  const task = await read.taskByKey(run, FINAL_TASK_KEY);
  return task === null ? null : await read.taskSlice(task.id, 'all');
}
