import { afterRestart } from '../../core/breaker/resting.ts';
import { loseAttempt } from '../../core/decide/lose_attempt.ts';
import { nothing } from '../../core/decision.ts';
import { Refusal } from '../../core/refusal.ts';
import type { RunnerToken } from '../../core/runner/runner_token.ts';
import type { RegisterRequest, RegisterResponse } from '../../protocol/runner_messages.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';

/** The longest between two heartbeats: an attempt that was not heard of for 10 s before it starts goes back. */
const HEARTBEAT_LIMIT_MS = 5_000;
/** A runner knows of a renewal when the heartbeat is answered, which it holds open for as long as one lasts: so one may be lost. */
const HEARTBEATS_IN_A_LEASE = 6;
/** The boot of no process. */
const NO_BOOT = '';

/**
 * Takes a runner's description, and gives up what an earlier process of it held: that process is dead. From now on the runner
 * is bound to the caller's token (null: that of the service's environment).
 *
 * @throws Refusal `unavailable` while the runner has attempts at work under another token that is still good
 */
export async function registerRunner(
  deps: ServiceDependencies,
  request: RegisterRequest,
  token: RunnerToken | null,
): Promise<RegisterResponse> {
  const { runner: id, boot, name, labels, slots, agents, repositories, sandbox } = request;
  await requireFree(deps, id, token);
  const offered = agents.map(({ slots: most, ...agent }) => (most === undefined ? agent : { ...agent, slots: most }));
  const orphans = await deps.store.read.attemptsOfOtherBoots(id, boot);
  for (const orphan of orphans) {
    await commit(deps, 'lose_attempt', async (read) => {
      const slice = await read.attemptSlice(orphan, 'all');
      if (slice === null) return nothing(null);
      const around = surroundings(deps);
      const lost = loseAttempt(slice, { expired: false, because: 'The runner was restarted.' }, around);
      // It is there again, and the first to whom the task is handed, since it holds its conversation.
      return { ...lost, changes: [...lost.changes, { kind: 'see_runner', runner: id, at: around.now } as const] };
    });
  }
  const seenAt = deps.clock.now();
  const runner = { id, boot, name, labels, slots, agents: offered, repositories, sandbox, seenAt, token };
  await commit(deps, 'register_runner', async (read) => {
    const isRestarted = (await read.runnerById(id))?.boot !== boot;
    const breakers = isRestarted ? afterRestart((await read.leaseSlice([], 0)).breakers, id, seenAt) : [];
    const woken = breakers.map((breaker) => ({ kind: 'save_breaker', breaker }) as const);
    return { ...nothing(null), changes: [{ kind: 'save_runner', runner } as const, ...woken] };
  });
  const { leaseMs } = deps.settings;
  return { leaseMs, heartbeatMs: Math.min(HEARTBEAT_LIMIT_MS, Math.floor(leaseMs / HEARTBEATS_IN_A_LEASE)) };
}

/** Whoever has another token cannot take a runner's work from it by registering in its name. */
async function requireFree(
  { store }: Pick<ServiceDependencies, 'store'>,
  runner: string,
  token: RunnerToken | null,
): Promise<void> {
  const known = await store.read.runnerById(runner);
  if (known === null || known.token?.name === token?.name) return;
  const former = known.token === null ? null : await store.runnerTokens.byName(known.token.name);
  if (former !== null && former.revokedAt !== null) return;
  if ((await store.read.attemptsOfOtherBoots(runner, NO_BOOT)).length === 0) return;
  throw new Refusal(
    'unavailable',
    'This runner has attempts at work under another token. It can register with this one when their leases have ended, or when the other was revoked.',
  );
}
