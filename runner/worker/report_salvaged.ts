import type { AttemptPaths } from '../attempt/attempt_paths.ts';
import type { SavedWork } from '../attempt/save_work.ts';
import { deliverSalvaged } from './deliver_salvaged.ts';
import type { RunningAttempt } from './running_attempts.ts';
import { writeSalvaged } from './salvage_journal.ts';
import type { Worker } from './worker.ts';

/**
 * Tells the service where the work lies of an attempt whose report does not count, for a further attempt to go on from or to
 * look at. True where the next process has to tell it.
 */
export async function isSalvageOwed(
  { client, repeating, logger, gaveUp, boot, folder }: Worker,
  { request: { attempt }, usage }: RunningAttempt,
  paths: AttemptPaths,
  work: SavedWork,
): Promise<boolean> {
  if (work.kind === 'only_here' || work.commit === null) return false;
  const { commit, ref } = work;
  const salvaged = { commit, ref, ...(usage === undefined ? {} : { usage }) };
  await writeSalvaged(paths.path, salvaged);
  const salvager = { runner: folder.id, boot, attempt };
  return (await deliverSalvaged(salvager, salvaged, client, repeating, logger, gaveUp)) === 'undelivered';
}
