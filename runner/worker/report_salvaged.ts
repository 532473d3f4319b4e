import type { AttemptPaths } from '../attempt/attempt_paths.ts';
import type { SavedWork } from '../attempt/steps/save_work.ts';
import type { Delivery } from './deliver_finish.ts';
import { deliverSalvaged } from './deliver_salvaged.ts';
import type { RunningAttempt } from './running_attempts.ts';
import { writeSalvaged } from './salvage_journal.ts';
import type { Worker } from './worker.ts';

/**
 * Tells the service where the work lies of an attempt whose report does not count, for a further attempt to go on from or to
 * look at; `undelivered`: the next process has to. It is on disk before the service hears of it.
 *
 * @returns null where there is no work that lies anywhere but here
 */
export async function reportSalvaged(
  { client, repeating, logger, gaveUp, boot, folder }: Worker,
  { request: { attempt }, usage }: RunningAttempt,
  paths: AttemptPaths,
  work: SavedWork,
): Promise<Delivery | null> {
  if (work.kind === 'only_here' || work.commit === null) return null;
  const { commit, ref } = work;
  const salvaged = { commit, ref, ...(usage === undefined ? {} : { usage }) };
  await writeSalvaged(paths.path, salvaged);
  const salvager = { runner: folder.id, boot, attempt };
  return await deliverSalvaged(salvager, salvaged, client, repeating, logger, gaveUp);
}
