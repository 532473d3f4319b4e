import type { SliceReader } from '../ports/store.ts';

/** The agent's task whose work came in last, by its id: whoever is blamed where nobody knows whose it was. null: none is in. */
export async function lastMergedTask(read: SliceReader, run: string): Promise<string | null> {
  const tasks = new Set((await read.agentTasksOf(run)).map(({ id }) => id));
  return (await read.mergesOf(run)).findLast(({ task }) => tasks.has(task))?.task ?? null;
}
