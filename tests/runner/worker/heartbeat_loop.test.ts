import { describe, expect, it } from 'vitest';
import type { ServiceClient } from '../../../runner/service/service_client.ts';
import { ServiceError } from '../../../runner/service/service_error.ts';
import { sendHeartbeats } from '../../../runner/worker/heartbeat_loop.ts';
import type { Registration } from '../../../runner/worker/registration.ts';
import { type RunningAttempt, RunningAttempts } from '../../../runner/worker/running_attempts.ts';
import type { HeartbeatRequest, HeartbeatResponse } from '../../../src/protocol/runner_messages.ts';
import { HandClock } from './hand_clock.ts';

const HEARTBEAT_MS = 5_000;
const ANSWER: HeartbeatResponse = { leaseMs: 30_000, directives: [] };

/** Heartbeats on a clock that is turned by hand, to a service whose answers the test gives; each call is told with its time. */
function beating(attempts = new RunningAttempts(1)) {
  const clock = new HandClock();
  const stopping = new AbortController();
  const calls: { readonly atMs: number; readonly holdMs: number }[] = [];
  const told: HeartbeatRequest['attempts'][] = [];
  let settle: { readonly answer: () => void; readonly fail: () => void } | undefined;
  const heartbeat = ({ holdMs, attempts: beat }: HeartbeatRequest, signal: AbortSignal) => {
    calls.push({ atMs: clock.now(), holdMs });
    told.push(beat);
    return new Promise<HeartbeatResponse>((resolve, reject) => {
      const fail = () => reject(new ServiceError('unreachable', 'the network is gone'));
      signal.addEventListener('abort', fail);
      settle = { answer: () => resolve(ANSWER), fail };
    });
  };
  const ended = sendHeartbeats(
    {
      runner: 'runner',
      boot: 'boot',
      client: { heartbeat } as unknown as ServiceClient,
      registration: { timing: { leaseMs: 30_000, heartbeatMs: HEARTBEAT_MS } } as Registration,
      attempts,
      clock,
      random: () => 0,
    },
    stopping.signal,
  );
  /** Lets what was promised by now come about. */
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    calls,
    told,
    at: async (nowMs: number, what?: 'answer' | 'fail') => {
      clock.turnTo(nowMs);
      if (what !== undefined) settle?.[what]();
      await settled();
    },
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

describe('heartbeats', () => {
  it('stay open until the next is due, so that orders come at once', async () => {
    const { calls, at, stop } = beating();
    await at(5_000, 'answer');
    await at(5_000);
    expect(calls).toEqual([
      { atMs: 0, holdMs: HEARTBEAT_MS },
      { atMs: 5_000, holdMs: HEARTBEAT_MS },
    ]);
    await stop();
  });

  it('come no sooner where the answer does', async () => {
    const { calls, at, stop } = beating();
    await at(100, 'answer');
    await at(4_999);
    expect(calls).toHaveLength(1);
    await at(5_000);
    expect(calls).toHaveLength(2);
    await stop();
  });

  it('are not held open after one that was lost, so that leases are known to be renewed', async () => {
    const { calls, at, stop } = beating();
    await at(10_000);
    await at(15_000);
    expect(calls[1]?.holdMs).toBe(0);
    await at(15_000, 'answer');
    await at(20_000);
    expect(calls[2]?.holdMs).toBe(HEARTBEAT_MS);
    await stop();
  });

  it('tell what an attempt has used once it was taken, and again when it is more', async () => {
    const usage = (inputTokens: number) => ({
      inputTokens,
      cachedTokens: 0,
      outputTokens: 0,
      costMicros: null,
      model: null,
    });
    const attempts = new RunningAttempts(1);
    const running = { request: { attempt: 'a' }, deadline: { renew: () => {} }, usage: usage(1), toldUsage: undefined };
    attempts.add(running as unknown as RunningAttempt);
    const { told, at, stop } = beating(attempts);
    const known = () => told.map(([beat]) => beat?.usage?.inputTokens);
    await at(5_000, 'fail');
    await at(10_000);
    expect(known().slice(0, 2)).toEqual([1, 1]);
    const lost = told.length;
    await at(10_000, 'answer');
    await at(20_000, 'answer');
    await at(25_000);
    expect(new Set(known().slice(lost))).toEqual(new Set([undefined]));
    running.usage = usage(2);
    await at(25_000, 'answer');
    await at(30_000);
    expect(known().at(-1)).toBe(2);
    await stop();
  });
});
