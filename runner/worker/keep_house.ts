import { sleep } from '../process/sleep.ts';
import { askAboutHomes } from './ask_about_homes.ts';
import { homeName, removeUnusedHomes, tasksWithHomes } from './homes.ts';
import { removeGoneFolders } from './identity.ts';
import type { Worker } from './worker.ts';

const INTERVAL_MS = 60 * 60 * 1_000;

/** Removes, once an hour until `signal` aborts, what earlier tasks left and nobody needs. */
export async function keepHouse(worker: Worker, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await tidyHomes(worker, signal).catch((error: unknown) => {
      worker.logger.warn('unused homes could not be removed', { reason: String(error) });
    });
    await removeGoneFolders(worker.options.workDir).catch((error: unknown) => {
      worker.logger.warn('folders of dead runners could not be removed', { reason: String(error) });
    });
    await sleep(worker.clock, INTERVAL_MS, signal);
  }
}

async function tidyHomes({ folder, client, attempts, epochMs }: Worker, signal: AbortSignal): Promise<void> {
  const tasks = await tasksWithHomes(folder.path);
  const standing = await askAboutHomes(folder.id, tasks, (request) => client.homes(request, signal));
  // As it is now: what was leased while the service was asked is in use.
  const inUse = new Set(attempts.all().map(({ request }) => homeName(request)));
  await removeUnusedHomes(folder.path, inUse, epochMs(), standing);
}
