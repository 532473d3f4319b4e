import { errorMessage } from '../../src/text/error_message.ts';
import type { AttemptPaths } from '../attempt/attempt_paths.ts';
import { type AttemptRecord, readAttemptRecord } from '../attempt/attempt_record.ts';
import { authorOf, COMMITTER } from '../attempt/commit_work.ts';
import { attemptFolder } from '../git/attempt_folder.ts';
import type { CredentialSource } from '../git/with_credential.ts';
import { readFinish } from './finish_journal.ts';
import type { Leftover, Recovery } from './recovery.ts';

/** The longest that saving one dead attempt's work may take. */
const SALVAGE_LIMIT_MS = 60_000;

/** What became of a dead attempt's work. */
export type Salvage =
  /** It is at the attempt's ref, or there was none. */
  | { readonly kind: 'safe' }
  /** It could not be pushed now, and stays here. */
  | { readonly kind: 'kept'; readonly repository: string };

/** Pushes a dead attempt's work to its ref with `credentials`; rejects never. */
export async function salvageLeftover(
  recovery: Recovery,
  { attempt, paths }: Leftover,
  credentials: CredentialSource | undefined,
): Promise<Salvage> {
  const finish = await readFinish(paths.path);
  // A report that names a commit was written after that commit was pushed.
  if (finish !== undefined && finish.outcome.commit !== null) return { kind: 'safe' };
  const record = await readAttemptRecord(paths);
  if (record === undefined) return { kind: 'safe' };
  const limit = new AbortController();
  const callOff = recovery.clock.after(SALVAGE_LIMIT_MS, () => limit.abort());
  try {
    const result = await pushLeftWork(recovery, paths, record, credentials, limit.signal);
    recovery.logger.info('a dead attempt was cleaned up', { attempt, work: result });
    return { kind: 'safe' };
  } catch (error) {
    const reason = errorMessage(error);
    recovery.logger.error('work of a dead attempt could not be saved and stays', {
      attempt,
      folder: paths.checkout,
      reason,
    });
    return { kind: 'kept', repository: record.repository.id };
  } finally {
    callOff();
  }
}

async function pushLeftWork(
  { git, processes, workDir, epochMs }: Recovery,
  paths: AttemptPaths,
  record: AttemptRecord,
  credentials: CredentialSource | undefined,
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
    credentials,
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
