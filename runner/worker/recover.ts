import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AttemptPaths, attemptPaths } from '../attempt/attempt_paths.ts';
import { type AttemptRecord, readAttemptRecord } from '../attempt/attempt_record.ts';
import { cleanUpAttempt } from '../attempt/clean_up.ts';
import { authorOf, COMMITTER } from '../attempt/commit_work.ts';
import type { GitPort } from '../attempt/git_port.ts';
import type { TaskProcesses } from '../attempt/task_processes.ts';
import { attemptFolder } from '../git/attempt_folder.ts';
import { removeTree } from '../git/remove_tree.ts';
import type { Logger } from '../logger.ts';
import type { Clock } from '../process/clock.ts';
import { deliverFinish } from './deliver_finish.ts';
import { finishWrittenAtMs, readFinish } from './finish_journal.ts';
import { type RunnerFolder, removeRunnerFolder } from './identity.ts';
import type { Repeating } from './repeat.ts';
import type { ServiceClient } from './service_client.ts';
import { ServiceError } from './service_error.ts';

/** The longest that saving one dead attempt's work may take. */
const SALVAGE_LIMIT_MS = 60_000;

/** A report to a service that no runner of this folder works for any more is kept for so long. */
const FOREIGN_REPORT_LIMIT_MS = 7 * 24 * 60 * 60 * 1_000;

export type Recovery = {
  readonly workDir: string;
  /** The service that this process works for; reports to others stay where they are. */
  readonly service: string;
  readonly client: ServiceClient;
  readonly repeating: Repeating;
  readonly git: GitPort;
  readonly processes: TaskProcesses;
  readonly killMarked: (prefix: string) => Promise<number>;
  readonly clock: Clock;
  readonly epochMs: () => number;
  readonly logger: Logger;
};

type Leftover = { readonly folder: RunnerFolder; readonly attempt: string; readonly paths: AttemptPaths };

/**
 * Deals with what dead runners left in folders that this process has locked: their processes are killed, their work is
 * pushed to the attempts' refs, their unacknowledged reports are sent, and then all of it is removed. What cannot be saved
 * now stays for the next start. Killing and saving come first, because the service may be away.
 *
 * @param signal gives up waiting for the service
 */
export async function recover(
  recovery: Recovery,
  folders: readonly RunnerFolder[],
  signal: AbortSignal,
): Promise<void> {
  const leftovers = (await Promise.all(folders.map(listLeftovers))).flat();
  for (const { attempt } of leftovers) {
    const alive = await recovery.killMarked(attempt);
    if (alive > 0) recovery.logger.error('processes of a dead attempt cannot be ended', { attempt, alive });
  }
  const saved: Leftover[] = [];
  for (const leftover of leftovers) {
    if (await salvage(recovery, leftover)) saved.push(leftover);
  }
  for (const leftover of saved) await settle(recovery, leftover, signal);
}

/** Lets go of a dead runner's folder: removed where nothing is left in it, else left for the next start. */
export async function dropFolder(folder: RunnerFolder): Promise<void> {
  const left = await listLeftovers(folder);
  await (left.length === 0 ? removeRunnerFolder(folder) : folder.release());
}

async function listLeftovers(folder: RunnerFolder): Promise<Leftover[]> {
  const attempts = join(folder.path, 'attempts');
  const names = await readdir(attempts).catch(() => []);
  return names.map((attempt) => ({ folder, attempt, paths: attemptPaths(join(attempts, attempt)) }));
}

/** Pushes the attempt's work; false where it must stay here. */
async function salvage(recovery: Recovery, { attempt, paths }: Leftover): Promise<boolean> {
  const finish = await readFinish(paths.path);
  // A report that names a commit was written after that commit was pushed.
  if (finish !== undefined && finish.outcome.commit !== null) return true;
  const record = await readAttemptRecord(paths);
  if (record === undefined) return true;
  const limit = new AbortController();
  const callOff = recovery.clock.after(SALVAGE_LIMIT_MS, () => limit.abort());
  try {
    const result = await pushLeftWork(recovery, paths, record, limit.signal);
    recovery.logger.info('a dead attempt was cleaned up', { attempt, work: result });
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    recovery.logger.error('work of a dead attempt could not be saved and stays', {
      attempt,
      folder: paths.checkout,
      reason,
    });
    return false;
  } finally {
    callOff();
  }
}

async function pushLeftWork(
  { git, processes, workDir, epochMs }: Recovery,
  paths: AttemptPaths,
  record: AttemptRecord,
  signal: AbortSignal,
): Promise<string> {
  const { id, cloneUrl } = record.repository;
  const mirror = await git.openMirror({ workDir, repository: id, cloneUrl, signal });
  const result = await git.salvageAttempt({
    mirror,
    attempt: attemptFolder(paths.checkout, mirror.folder),
    ref: record.attemptRef,
    message: record.commitMessage,
    author: authorOf(record.agent),
    committer: COMMITTER,
    dateSeconds: Math.floor(epochMs() / 1_000),
    run: processes.runUntrustedGit,
    signal,
  });
  switch (result.kind) {
    case 'nothing':
      return 'nothing to save';
    case 'saved':
      return result.ref;
    case 'saved_in_part':
      return `${result.ref} without ${result.leftOut.join(', ')}`;
    default:
      return result satisfies never;
  }
}

/** Sends the report that is still owed, and removes what is left. */
async function settle(recovery: Recovery, leftover: Leftover, signal: AbortSignal): Promise<void> {
  const { attempt, paths } = leftover;
  if (await isStillOwed(recovery, leftover, signal)) return;
  const record = await readAttemptRecord(paths);
  if (record !== undefined) await cleanUpAttempt(recovery.git, recovery.workDir, paths, record);
  else await removeTree(paths.path);
  recovery.logger.info('what a dead attempt left was removed', { attempt });
}

/** Sends the report, if there is one; true where it must be sent at another start. */
async function isStillOwed(
  recovery: Recovery,
  { folder, attempt, paths }: Leftover,
  signal: AbortSignal,
): Promise<boolean> {
  const finish = await readFinish(paths.path);
  if (finish === undefined) return false;
  if (folder.service !== recovery.service) {
    const writtenAtMs = await finishWrittenAtMs(paths.path);
    return writtenAtMs !== undefined && recovery.epochMs() - writtenAtMs < FOREIGN_REPORT_LIMIT_MS;
  }
  const { client, repeating, logger } = recovery;
  const delivery = await deliverFinish(paths.path, finish, forgotten(client), repeating, logger, signal);
  logger.info('a report of an earlier process was sent', { attempt, answer: delivery });
  return delivery === 'undelivered';
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
