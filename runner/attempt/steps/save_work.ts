import { errorMessage } from '../../../src/text/error_message.ts';
import type { Clock } from '../../process/clock.ts';
import type { Attempt, Place } from '../attempt.ts';
import { agentName } from '../attempt_record.ts';
import { allowedSecrets } from '../consent/secret_consent.ts';
import { keepsWork } from '../keeps_work.ts';
import { authorOf, COMMITTER } from './commit_work.ts';

/** The longest that saving an ended attempt's work may take. */
const SAVE_LIMIT_MS = 60_000;

/** What became of the work of an attempt that did not succeed. */
export type SavedWork =
  /** Pushed to this ref, the attempt's own unless that held other work; null where nothing differs from the base. */
  | { readonly kind: 'safe'; readonly commit: string | null; readonly ref: string }
  /** It exists in the worktree only, which must stay. */
  | { readonly kind: 'only_here'; readonly reason: string };

/**
 * Keeps what an ended attempt did, untracked files included, at the attempt's ref. It runs on a time limit of its own,
 * because whatever ended the attempt must not also lose its work.
 */
export async function saveWork(attempt: Attempt): Promise<SavedWork> {
  const { place } = attempt;
  const ref = attempt.request.attemptRef;
  if (place === undefined || !keepsWork(attempt.request)) return { kind: 'safe', commit: null, ref };
  const limit = limitOf(attempt.surroundings.clock, SAVE_LIMIT_MS);
  try {
    return await save(attempt, place, limit.signal);
  } catch (error) {
    return { kind: 'only_here', reason: errorMessage(error) };
  } finally {
    limit.callOff();
  }
}

async function save(attempt: Attempt, place: Place, signal: AbortSignal): Promise<SavedWork> {
  const { git, processes, epochMs } = attempt.surroundings;
  const { credentials } = attempt;
  const ref = attempt.request.attemptRef;
  const push = async (commit: string): Promise<SavedWork> => {
    await git.pushAttempt({ mirror: place.mirror, commit, ref, credentials, signal });
    return { kind: 'safe', commit, ref };
  };
  // What a verification left in the worktree is not the agent's work.
  if (attempt.finishedCommit !== undefined) return await push(attempt.finishedCommit);
  const result = await git.salvageAttempt({
    mirror: place.mirror,
    attempt: place.checkout,
    ref,
    message: attempt.request.commitMessage,
    author: authorOf(agentName(attempt.request)),
    committer: COMMITTER,
    dateSeconds: Math.floor(epochMs() / 1_000),
    isAllowed: allowedSecrets(attempt.request),
    run: processes.runUntrustedGit,
    credentials,
    signal,
  });
  switch (result.kind) {
    case 'nothing':
      // An attempt that went on from an earlier one still stands on that one's work.
      return place.startCommit === place.base ? { kind: 'safe', commit: null, ref } : await push(place.startCommit);
    case 'saved':
      return { kind: 'safe', commit: result.commit, ref: result.ref };
    case 'saved_in_part':
      attempt.log.line(`planwright: left out of the saved work: ${result.leftOut.join(', ')}`);
      return { kind: 'safe', commit: result.commit, ref: result.ref };
    default:
      return result satisfies never;
  }
}

function limitOf(clock: Clock, limitMs: number): { signal: AbortSignal; callOff: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, callOff: clock.after(limitMs, () => controller.abort()) };
}
