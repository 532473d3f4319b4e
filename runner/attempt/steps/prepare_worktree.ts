import { mkdir } from 'node:fs/promises';
import type { Mirror } from '../../git/mirror.ts';
import type { Attempt, Place } from '../attempt.ts';
import { ofAgents, protectedChanges } from '../consent/protected_changes.ts';
import { checkOut } from './check_out.ts';
import { FETCH_PATIENCE_MS, pastOutage } from './past_outage.ts';
import { pastUnfinishedWorktrees } from './past_unfinished_worktrees.ts';
import { putBackChanges } from './put_back_changes.ts';

/**
 * Fetches, proves that the head contains what it must, and checks out the commit that the attempt starts at.
 *
 * @throws GitError
 */
export async function prepareWorktree(attempt: Attempt): Promise<Place> {
  const { request, surroundings, paths } = attempt;
  const { git } = surroundings;
  const { ref, mustContain, continueFrom, alsoParent } = request.startingPoint;
  const signal = attempt.control.signals.stopping;
  attempt.step = 'fetching the repository';
  const mirror = await git.openMirror({
    workDir: surroundings.workDir,
    repository: request.repository.id,
    cloneUrl: request.repository.cloneUrl,
    signal,
  });
  const fetch = () =>
    git.fetchMirror(mirror, {
      refs: ref.startsWith('refs/heads/') ? [] : [ref],
      commits: [continueFrom?.commit, continueFrom?.base, alsoParent].filter((commit) => commit !== undefined),
      credentials: attempt.credentials,
      signal,
    });
  // What is left of the task's own time must still be worth something.
  const patienceMs = Math.min(FETCH_PATIENCE_MS, request.limits.timeoutMs / 2);
  await pastOutage(attempt, patienceMs, () => pastUnfinishedWorktrees(attempt, fetch));
  const head = await git.resolveCommit(mirror, ref, signal);
  await git.proveAncestors(mirror, head, mustContain, signal);
  const base = continueFrom?.base ?? head;
  const reached = continueFrom?.commit ?? head;
  // The earlier attempt stood on that base; a commit that does not would bring foreign work in.
  await git.proveAncestors(mirror, reached, [base], signal);
  const trusted = request.startingPoint.trusted ?? base;
  const startCommit = await startOf(attempt, mirror, { trusted, commit: reached });
  attempt.step = 'checking the repository out';
  const checkout = await checkOut(attempt, mirror, startCommit, paths.checkout);
  for (const folder of [paths.given, paths.exchange, paths.temporary, attempt.own.home]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  return { mirror, checkout, base, startCommit, trusted };
}

/**
 * Where the worktree starts: at the commit that is reached, but for protected files that a person does not want changed, and for
 * configuration of agents about which nobody was asked, so that no agent reads what another, or itself, has written there.
 */
async function startOf(
  attempt: Attempt,
  mirror: Mirror,
  span: { readonly trusted: string; readonly commit: string },
): Promise<string> {
  const { request, surroundings, control } = attempt;
  if (span.commit === span.trusted || request.work.kind === 'verification') return span.commit;
  const changes = await protectedChanges(surroundings.git, mirror, span, request, control.signals.stopping);
  const unwanted = [...changes.discarded, ...ofAgents(changes.unasked, request)];
  return unwanted.length === 0 ? span.commit : await putBackChanges(attempt, mirror, span, unwanted);
}
