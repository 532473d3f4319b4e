import { loseAttempt } from '../core/decide/lose_attempt.ts';
import { nothing } from '../core/decision.ts';
import type { RegisterRequest, RegisterResponse } from '../protocol/runner_messages.ts';
import { commit } from './commit.ts';
import { type ServiceDependencies, surroundings } from './dependencies.ts';

/** The longest between two heartbeats: an attempt that was not heard of for 10 s before it starts goes back. */
const HEARTBEAT_LIMIT_MS = 5_000;

/** Takes a runner's description, and gives up what an earlier process of it held: that process is dead. */
export async function registerRunner(deps: ServiceDependencies, request: RegisterRequest): Promise<RegisterResponse> {
  const { runner: id, boot, name, labels, slots, agents, repositories, sandbox } = request;
  const offered = agents.map(({ slots: most, ...agent }) => (most === undefined ? agent : { ...agent, slots: most }));
  const orphans = await deps.store.read.attemptsOfOtherBoots(id, boot);
  for (const orphan of orphans) {
    await commit(deps, 'lose_attempt', async (read) => {
      const slice = await read.attemptSlice(orphan, 'all');
      if (slice === null) return nothing(null);
      return loseAttempt(slice, { expired: false, because: 'The runner was restarted.' }, surroundings(deps));
    });
  }
  const seenAt = deps.clock.now();
  await commit(deps, 'register_runner', async () => ({
    ...nothing(null),
    changes: [
      {
        kind: 'save_runner',
        runner: { id, boot, name, labels, slots, agents: offered, repositories, sandbox, seenAt, token: null },
      } as const,
    ],
  }));
  const { leaseMs } = deps.settings;
  return { leaseMs, heartbeatMs: Math.min(HEARTBEAT_LIMIT_MS, Math.floor(leaseMs / 3)) };
}
