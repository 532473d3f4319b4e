import { readFile } from 'node:fs/promises';
import type { Outcome } from '../../src/protocol/outcome.ts';
import { CommitId } from '../../src/protocol/primitives.ts';
import { errorMessage } from '../../src/text/error_message.ts';
import type { AttemptPaths } from '../attempt/attempt_paths.ts';
import { type AttemptRecord, readAttemptRecord } from '../attempt/attempt_record.ts';
import { authorOf, COMMITTER } from '../attempt/steps/commit_work.ts';
import { attemptFolder } from '../git/attempt_folder.ts';
import type { CredentialSource } from '../git/with_credential.ts';
import { readFinish, writeFinish } from './finish_journal.ts';
import type { Leftover, Recovery } from './recovery.ts';
import { readSalvaged, writeSalvaged } from './salvage_journal.ts';

/** The longest that saving one dead attempt's work may take. */
const SALVAGE_LIMIT_MS = 60_000;

/** What became of a dead attempt's work. */
export type Salvage =
  /** It is at the attempt's ref, or there was none. */
  | { readonly kind: 'safe' }
  /** It could not be pushed now, and stays here. */
  | { readonly kind: 'unpushed'; readonly repository: string };

/**
 * Pushes a dead attempt's work to its ref with `credentials`, and writes down beside it where it is; rejects never. A report
 * that is still owed and could not name the work names it from now on.
 */
export async function salvageLeftover(
  recovery: Recovery,
  { attempt, paths }: Leftover,
  credentials: CredentialSource | undefined,
): Promise<Salvage> {
  const finish = await readFinish(paths.path);
  if (finish !== undefined && isWhole(finish.outcome)) return { kind: 'safe' };
  if ((await readSalvaged(paths.path)) !== undefined) return { kind: 'safe' };
  const record = await readAttemptRecord(paths);
  if (record === undefined || record.work === 'nothing') return { kind: 'safe' };
  const limit = new AbortController();
  const callOff = recovery.clock.after(SALVAGE_LIMIT_MS, () => limit.abort());
  try {
    const saved = await pushLeftWork(recovery, paths, record, credentials, limit.signal);
    recovery.logger.info('a dead attempt was cleaned up', { attempt, work: saved.text });
    if (saved.commit === undefined) return { kind: 'safe' };
    const { commit, ref } = saved;
    await writeSalvaged(paths.path, { commit, ref });
    if (finish !== undefined && ref === record.attemptRef) {
      await writeFinish(paths.path, { ...finish, outcome: { ...finish.outcome, commit } });
    }
    return { kind: 'safe' };
  } catch (error) {
    const reason = errorMessage(error);
    recovery.logger.error('work of a dead attempt could not be saved and stays', {
      attempt,
      folder: paths.checkout,
      reason,
    });
    return { kind: 'unpushed', repository: record.repository.id };
  } finally {
    callOff();
  }
}

/** A report that names a commit was written after that commit was pushed; a success that names none has changed nothing. */
function isWhole({ kind, commit }: Outcome): boolean {
  return commit !== null || kind === 'succeeded';
}

/** Where the work is now, and that in words; without a commit: there was none. */
type LeftWork = { readonly text: string; readonly commit?: string; readonly ref: string };

async function pushLeftWork(
  { git, processes, workDir, epochMs }: Recovery,
  paths: AttemptPaths,
  record: AttemptRecord,
  credentials: CredentialSource | undefined,
  signal: AbortSignal,
): Promise<LeftWork> {
  const { id, cloneUrl } = record.repository;
  const { attemptRef: ref } = record;
  const mirror = await git.openMirror({ workDir, repository: id, cloneUrl, signal });
  const finished = await finishedCommit(paths);
  if (finished !== undefined) {
    // What a verification left in the worktree is not the agent's work.
    await git.pushAttempt({ mirror, commit: finished, ref, credentials, signal });
    return { text: ref, commit: finished, ref };
  }
  const result = await git.salvageAttempt({
    mirror,
    attempt: attemptFolder(paths.checkout, mirror.folder),
    ref,
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
      return { text: 'nothing to save', ref };
    case 'saved':
      return { ...result, text: result.ref };
    case 'saved_in_part':
      return { ...result, text: `${result.ref} without ${result.leftOut.join(', ')}` };
    default:
      return result satisfies never;
  }
}

/** The commit of work that was finished before the attempt died; undefined where it was not, or not wholly written. */
async function finishedCommit(paths: AttemptPaths): Promise<string | undefined> {
  const text = await readFile(paths.finished, 'utf8').catch(() => undefined);
  return CommitId.safeParse(text).data;
}
