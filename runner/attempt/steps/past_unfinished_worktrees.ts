import { GitError } from '../../git/git_error.ts';
import { sleep } from '../../process/sleep.ts';
import type { Attempt } from '../attempt.ts';

/** How often git is tried again, and how long it waits before, in milliseconds. */
const TRIES = 20;
const PAUSE_MS = 50;

/** What waiting needs of an attempt. */
type Waiting = Pick<Attempt, 'control'> & { readonly surroundings: Pick<Attempt['surroundings'], 'clock'> };

/**
 * Does something with the mirror, and again where git met a worktree that another attempt is just making or removing. Git
 * registers a worktree in several steps: for a moment its HEAD names no commit or one of its files is missing, and git,
 * which reads the registrations of all worktrees, takes that for a broken repository.
 */
export async function pastUnfinishedWorktrees<Result>(
  { control, surroundings }: Waiting,
  action: () => Promise<Result>,
  beforeRepeating: () => Promise<void> = async () => {},
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await action();
    } catch (error) {
      if (tries === TRIES || !metUnfinishedWorktree(error)) throw error;
    }
    await sleep(surroundings.clock, PAUSE_MS, control.signals.stopping);
    await beforeRepeating();
  }
}

/** How git names a registration in whatever it complains about: they are called after the folders, which are all named alike. */
const REGISTRATION = /worktrees\/tree\d*\b/;

function metUnfinishedWorktree(error: unknown): boolean {
  if (error instanceof GitError) return REGISTRATION.test(error.stderr);
  // The runner's own reading of a registration that is gone.
  return error instanceof Error && 'code' in error && error.code === 'ENOENT' && error.message.includes('/worktrees/');
}
