import type { AttemptPaths } from '../attempt/attempt_paths.ts';
import { type AttemptRecord, readAttemptRecord } from '../attempt/attempt_record.ts';
import { authorOf, COMMITTER } from '../attempt/commit_work.ts';
import { attemptFolder } from '../git/attempt_folder.ts';
import { readFinish } from './finish_journal.ts';
import type { Leftover, Recovery } from './recovery.ts';

/** The longest that saving one dead attempt's work may take. */
const SALVAGE_LIMIT_MS = 60_000;

/** Pushes a dead attempt's work to its ref; false where it must stay here. */
export async function salvageLeftover(recovery: Recovery, { attempt, paths }: Leftover): Promise<boolean> {
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
