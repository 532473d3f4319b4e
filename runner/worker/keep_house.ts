import { sleep } from '../process/sleep.ts';
import type { ServiceClient } from '../service/service_client.ts';
import { askAboutHomes } from './ask_about_homes.ts';
import { homeName, removeUnusedHomes, tasksWithHomes } from './homes.ts';
import { removeGoneFolders } from './identity.ts';
import type { Worker } from './worker.ts';

/** What keeping house needs of the runner. */
export type Household = Pick<Worker, 'attempts' | 'clock' | 'epochMs' | 'folder' | 'logger'> & {
  readonly options: Pick<Worker['options'], 'workDir'>;
  readonly client: Pick<ServiceClient, 'homes'>;
};

const INTERVAL_MS = 60 * 60 * 1_000;
/** How long the service may take to say what is over by the runner's end. */
const LAST_LIMIT_MS = 2_000;

/**
 * Removes what earlier tasks left and nobody needs, once an hour until `signal` aborts, and then once more: a runner of local plans ends
 * with them, and may not be started again for long. A service that is gone, or an end that is `hurried`, is not waited for.
 */
export async function keepHouse(worker: Household, signal: AbortSignal, hurried: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await tidyHomes(worker, signal);
    await removeGoneFolders(worker.options.workDir).catch((error: unknown) => {
      worker.logger.warn('folders of dead runners could not be removed', { reason: String(error) });
    });
    await sleep(worker.clock, INTERVAL_MS, signal);
  }
  const late = new AbortController();
  const callOff = worker.clock.after(LAST_LIMIT_MS, () => late.abort());
  if (!hurried.aborted) await tidyHomes(worker, AbortSignal.any([late.signal, hurried]));
  callOff();
}

async function tidyHomes({ folder, client, attempts, epochMs, logger }: Household, signal: AbortSignal): Promise<void> {
  try {
    const tasks = await tasksWithHomes(folder.path);
    const standing = await askAboutHomes(folder.id, tasks, (request) => client.homes(request, signal));
    // As it is now: what was leased while the service was asked is in use.
    const inUse = new Set(attempts.all().map(({ request }) => homeName(request)));
    await removeUnusedHomes(folder.path, inUse, epochMs(), standing);
  } catch (error) {
    logger.warn('unused homes could not be removed', { reason: String(error) });
  }
}
