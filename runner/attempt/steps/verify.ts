import { mkdir } from 'node:fs/promises';
import type { PathRule } from '../../../src/protocol/execution_request.ts';
import { pathMatcher } from '../../../src/text/path_glob.ts';
import type { AttemptFolder } from '../../git/attempt_folder.ts';
import type { Attempt, Place, PrivateFolders } from '../attempt.ts';
import { AttemptFailure } from '../attempt_failure.ts';
import { runListedCommands } from '../commands/run_listed_commands.ts';
import { writeChangedPaths } from '../commands/task_files.ts';
import { branchShown } from './branch_shown.ts';
import { checkOut } from './check_out.ts';

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
  if (request.verify.length + request.verifyByPath.length > 0) {
    const changed = await writeChangedPaths(attempt, place, commit);
    const subject = { commit, byPath: rulesFor(attempt, changed, commit) };
    if (request.verify.length + subject.byPath.length > 0) await verifySubject(attempt, place, subject);
  }
  const missing = attempt.outputs.missing(request.requiredOutputs);
  if (missing.length > 0) {
    const names = missing.map((name) => `\`${name}\``).join(', ');
    throw new AttemptFailure('verification', `the task did not give its output ${names}`);
  }
}

/** What is verified, and by which of the rules for some paths. */
type Subject = { readonly commit: string; readonly byPath: readonly PathRule[] };

/** The rules whose paths have changed; of the others the evidence says that they were not needed. */
function rulesFor(attempt: Attempt, changed: readonly string[], commit: string): readonly PathRule[] {
  const { verifyByPath } = attempt.request;
  const applies = (rule: PathRule) => changed.some(pathMatcher(rule.when));
  for (const rule of verifyByPath) if (!applies(rule)) attempt.evidence.leaveOut('verify', rule, commit);
  return verifyByPath.filter(applies);
}

async function verifySubject(attempt: Attempt, place: Place, subject: Subject): Promise<void> {
  if (attempt.request.verifyIn === 'clean') return await verifyClean(attempt, place, subject);
  const { commit } = subject;
  // The agent's git directory goes: the commands see what was committed, and nothing that was planted there.
  await attempt.surroundings.git.refreshThrowaway(place.checkout, { commit, branch: branchShown(attempt.request) });
  await runVerification(attempt, place, subject, place.checkout, attempt.own);
}

async function verifyClean(attempt: Attempt, place: Place, subject: Subject): Promise<void> {
  const { commit } = subject;
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
    await runVerification(attempt, place, subject, checkout, own);
  } finally {
    await surroundings.git.removeWorktree(place.mirror, checkout);
  }
}

async function runVerification(
  attempt: Attempt,
  place: Place,
  { commit, byPath }: Subject,
  checkout: AttemptFolder,
  own: PrivateFolders,
): Promise<void> {
  await runListedCommands(attempt, place, {
    step: 'verify',
    commands: attempt.request.verify,
    byPath,
    checkout,
    own,
    gitWritable: false,
    commit,
    timeoutMs: attempt.request.limits.stepTimeoutMs,
    failure: 'verification',
  });
}
