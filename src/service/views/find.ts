import type { TaskRecord } from '../../core/records.ts';
import { Refusal } from '../../core/refusal.ts';
import { runName } from '../../core/text/run_name.ts';
import type { RunView } from '../../protocol/views.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/** The run that an id, its beginning or a name means; refuses with `not_found`. */
export async function requireRun({ store }: Pick<ServiceDependencies, 'store'>, idOrName: string): Promise<RunView> {
  const run = await store.view.findRun(idOrName);
  if (run === null)
    throw new Refusal('not_found', `There is no run \`${idOrName}\`. \`planwright run list\` shows those there are.`);
  return run;
}

/** The task with that key, whatever its case; refuses with `not_found`. */
export async function requireTask(
  { store }: Pick<ServiceDependencies, 'store'>,
  run: RunView,
  key: string,
): Promise<TaskRecord> {
  const task = await store.read.taskByKey(run.id, key);
  if (task === null) {
    throw new Refusal(
      'not_found',
      `\`${runName(run)}\` has no task \`${key}\`. \`planwright run show ${runName(run)}\` lists its tasks.`,
    );
  }
  return task;
}
