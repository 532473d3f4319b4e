import { readAttemptRecord } from '../attempt/attempt_record.ts';
import { readAttemptSecrets } from '../attempt/attempt_secrets.ts';
import { cleanUpAttempt } from '../attempt/clean_up.ts';
import { removeTree } from '../files/remove_tree.ts';
import type { CredentialSource } from '../git/with_credential.ts';
import { clearAllLent } from '../home/lent_record.ts';
import type { ServiceClient } from '../service/service_client.ts';
import { ServiceError } from '../service/service_error.ts';
import { deliverFinish } from './deliver_finish.ts';
import { deliverSalvaged } from './deliver_salvaged.ts';
import { readFinish, reportWrittenAtMs } from './finish_journal.ts';
import { hasHomes, removeUnusedHomes } from './homes.ts';
import { type RunnerFolder, removeRunnerFolder } from './identity.ts';
import { leftoverCredentials } from './leftover_credentials.ts';
import { listLeftovers } from './list_leftovers.ts';
import type { Leftover, Recovery, UnpushedLeftover } from './recovery.ts';
import { readSalvaged } from './salvage_journal.ts';
import { salvageLeftover } from './salvage_leftover.ts';
import { removeUnusedPlaces } from './task_places.ts';

/** A report to a service that no runner of this folder works for any more is kept for so long. */
const FOREIGN_REPORT_LIMIT_MS = 7 * 24 * 60 * 60 * 1_000;

/**
 * Deals with what dead runners left in folders that this process has locked: their processes are killed, what they were lent
 * is taken away, their work is pushed to the attempts' refs, their unacknowledged reports are sent, and then all of it is removed. What cannot be saved
 * now stays for the next start. Killing and saving come first, because the service may be away, and because it gives tokens
 * for attempts only as long as it has not replaced them.
 *
 * @param signal gives up waiting for the service
 * @returns what could not be pushed
 */
export async function recover(
  recovery: Recovery,
  folders: readonly RunnerFolder[],
  signal: AbortSignal,
): Promise<readonly UnpushedLeftover[]> {
  const leftovers = (await Promise.all(folders.map(listLeftovers))).flat();
  for (const { attempt, paths } of leftovers) {
    // Before any of it is saved or told.
    recovery.redaction.learn(await readAttemptSecrets(paths));
    const alive = await recovery.killMarked(attempt);
    if (alive > 0) recovery.logger.error('processes of a dead attempt cannot be ended', { attempt, alive });
  }
  for (const { path } of folders) await clearAllLent(path);
  const saved: Leftover[] = [];
  const unpushed: UnpushedLeftover[] = [];
  for (const leftover of leftovers) {
    const salvage = await salvageLeftover(recovery, leftover, credentialsOf(recovery, leftover));
    if (salvage.kind === 'safe') saved.push(leftover);
    else unpushed.push({ leftover, repository: salvage.repository });
  }
  for (const leftover of saved) await settle(recovery, leftover, signal);
  for (const folder of folders) {
    const left = await listLeftovers(folder);
    await removeUnusedPlaces(folder.path, new Set(left.map(({ paths }) => paths.checkout)));
  }
  return unpushed;
}

/** Another service knows nothing of the attempt. */
function credentialsOf({ client, service }: Recovery, { folder, attempt }: Leftover): CredentialSource | undefined {
  if (folder.service !== service) return undefined;
  return leftoverCredentials((signal) => client.token({ runner: folder.id, attempt }, signal));
}

/**
 * Lets go of those folders in which dead runners left no attempts, at once, so that their own services' runners find them.
 *
 * @returns the others, still held
 */
export async function dropIdleFolders(
  recovery: Pick<Recovery, 'epochMs' | 'logger'>,
  folders: readonly RunnerFolder[],
): Promise<readonly RunnerFolder[]> {
  const others: RunnerFolder[] = [];
  for (const folder of folders) {
    if ((await listLeftovers(folder)).length > 0) others.push(folder);
    else await dropFolder(recovery, folder);
  }
  return others;
}

/**
 * Lets go of a dead runner's folder. It stays, and the runner's identity with it, while an attempt or a HOME that a task may
 * still use is in it, for the next start of a runner of its service; else it is removed.
 */
export async function dropFolder(
  { epochMs, logger }: Pick<Recovery, 'epochMs' | 'logger'>,
  folder: RunnerFolder,
): Promise<void> {
  try {
    await clearAllLent(folder.path);
    await removeUnusedHomes(folder.path, new Set(), epochMs());
    const isEmpty = (await listLeftovers(folder)).length === 0 && !(await hasHomes(folder.path));
    await (isEmpty ? removeRunnerFolder(folder) : folder.release());
  } catch (error) {
    await folder.release();
    logger.warn('the folder of a dead runner could not be removed', { runner: folder.id, reason: String(error) });
  }
}

/** Sends the reports that are still owed, and removes what is left. For work that is safe. */
export async function settle(recovery: Recovery, leftover: Leftover, signal: AbortSignal): Promise<void> {
  const { attempt, paths } = leftover;
  if ((await sendOwedReports(recovery, leftover, signal)) === 'owed') return;
  const record = await readAttemptRecord(paths);
  if (record !== undefined) await cleanUpAttempt(recovery.git, recovery.workDir, paths, record);
  else await removeTree(paths.path);
  recovery.logger.info('what a dead attempt left was removed', { attempt });
}

/** Sends how it ended and what was saved of it, as far as there is such a report; `owed`: one must be sent at another start. */
async function sendOwedReports(
  recovery: Recovery,
  leftover: Leftover,
  signal: AbortSignal,
): Promise<'none_owed' | 'owed'> {
  const { folder, attempt, paths } = leftover;
  const finish = await readFinish(paths.path);
  const salvaged = await readSalvaged(paths.path);
  if (finish === undefined && salvaged === undefined) return 'none_owed';
  const { client, repeating, logger, boot } = recovery;
  if (folder.service !== recovery.service) {
    const writtenAtMs = await reportWrittenAtMs(paths.path);
    const isKept = writtenAtMs !== undefined && recovery.epochMs() - writtenAtMs < FOREIGN_REPORT_LIMIT_MS;
    return isKept ? 'owed' : 'none_owed';
  }
  if (finish !== undefined) {
    const delivery = await deliverFinish(paths.path, finish, forgotten(client), repeating, logger, signal);
    logger.info('a report of an earlier process was sent', { attempt, answer: delivery });
    if (delivery === 'undelivered') return 'owed';
  }
  if (salvaged === undefined) return 'none_owed';
  const salvager = { runner: folder.id, boot, attempt };
  const delivery = await deliverSalvaged(salvager, salvaged, client, repeating, logger, signal);
  return delivery === 'undelivered' ? 'owed' : 'none_owed';
}

/** A service that does not know the dead runner any more has no use for its reports. */
function forgotten(client: ServiceClient): ServiceClient {
  return {
    ...client,
    finish: (request, signal) =>
      client.finish(request, signal).catch((error: unknown) => {
        if (!(error instanceof ServiceError) || error.code !== 'unknown_runner') throw error;
        throw new ServiceError('attempt_not_current', error.message);
      }),
  };
}
