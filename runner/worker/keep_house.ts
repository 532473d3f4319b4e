import { sleep } from '../process/sleep.ts';
import { homeName, removeUnusedHomes } from './homes.ts';
import { removeGoneFolders } from './identity.ts';
import type { Worker } from './worker.ts';

const INTERVAL_MS = 60 * 60 * 1_000;

/** Removes, once an hour until `signal` aborts, what earlier tasks left and nobody needs. */
export async function keepHouse(worker: Worker, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const inUse = new Set(worker.attempts.all().map(({ request }) => homeName(request)));
    await removeUnusedHomes(worker.folder.path, inUse, worker.epochMs()).catch((error: unknown) => {
      worker.logger.warn('unused homes could not be removed', { reason: String(error) });
    });
    await removeGoneFolders(worker.options.workDir).catch((error: unknown) => {
      worker.logger.warn('folders of dead runners could not be removed', { reason: String(error) });
    });
    await sleep(worker.clock, INTERVAL_MS, signal);
  }
}
