import { mkdir } from 'node:fs/promises';
import type { AttemptFolder } from '../git/attempt_folder.ts';
import type { Attempt, Place, PrivateFolders } from './attempt.ts';
import { AttemptFailure } from './attempt_failure.ts';
import { branchShown } from './branch_shown.ts';
import { checkOut } from './check_out.ts';
import { runListedCommands } from './run_listed_commands.ts';
import { writeChangedPaths } from './task_files.ts';

/**
 * Runs the verification out of the agent's reach on what `commit` holds.
 *
 * In the worktree it sees the agent's untracked leftovers (installed packages, caches) and its HOME; with
 * `verify-in: clean` it sees a fresh checkout, HOME and TMPDIR, after a setup of its own.
 *
 * @throws AttemptFailure `verification` or `timeout`; AttemptInterrupted
 */
export async function verify(attempt: Attempt, place: Place, commit: string): Promise<void> {
  const { request } = attempt;
  if (request.verify.length > 0) {
    await writeChangedPaths(attempt, place, commit);
    if (request.verifyIn === 'clean') await verifyClean(attempt, place, commit);
    else await verifyInWorktree(attempt, place, commit);
  }
  const missing = attempt.outputs.missing(request.requiredOutputs);
  if (missing.length > 0) {
    const names = missing.map((name) => `\`${name}\``).join(', ');
    throw new AttemptFailure('verification', `the task did not give its output ${names}`);
  }
}

async function verifyInWorktree(attempt: Attempt, place: Place, commit: string): Promise<void> {
  // The agent's git directory goes: the commands see what was committed, and nothing that was planted there.
  await attempt.surroundings.git.refreshThrowaway(place.checkout, { commit, branch: branchShown(attempt.request) });
  await runVerification(attempt, place, commit, place.checkout, attempt.own);
}

async function verifyClean(attempt: Attempt, place: Place, commit: string): Promise<void> {
  const { surroundings, paths, request } = attempt;
  const own: PrivateFolders = { home: paths.cleanHome, temporary: paths.cleanTemporary };
  const checkout = await checkOut(attempt, place.mirror, commit, paths.cleanCheckout);
  try {
    for (const folder of Object.values(own)) await mkdir(folder, { recursive: true, mode: 0o700 });
    await runListedCommands(attempt, place, {
      step: 'setup',
      commands: request.setup,
      checkout,
      own,
      gitWritable: true,
      commit,
      timeoutMs: request.limits.stepTimeoutMs,
      // The same setup passed before the work was done.
      failure: 'verification',
    });
    await runVerification(attempt, place, commit, checkout, own);
  } finally {
    await surroundings.git.removeWorktree(place.mirror, checkout);
  }
}

async function runVerification(
  attempt: Attempt,
  place: Place,
  commit: string,
  checkout: AttemptFolder,
  own: PrivateFolders,
): Promise<void> {
  await runListedCommands(attempt, place, {
    step: 'verify',
    commands: attempt.request.verify,
    checkout,
    own,
    gitWritable: false,
    commit,
    timeoutMs: attempt.request.limits.stepTimeoutMs,
    failure: 'verification',
  });
}
