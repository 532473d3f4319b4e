import {
  type Directive,
  HEARTBEAT_HOLD_LIMIT_MS,
  type HeartbeatRequest,
  type HeartbeatResponse,
} from '../../src/protocol/runner_messages.ts';
import { Backoff } from '../process/backoff.ts';
import type { Clock } from '../process/clock.ts';
import { sleep } from '../process/sleep.ts';
import type { ServiceClient } from '../service/service_client.ts';
import { ServiceError } from '../service/service_error.ts';
import type { Registration } from './registration.ts';
import type { RunningAttempt, RunningAttempts } from './running_attempts.ts';

/** The shortest time that an answer is waited for, beyond that for which the message is held; a lease lasts several heartbeats. */
const SHORTEST_ANSWER_LIMIT_MS = 1_000;

/** What heartbeats are made of, and where they go. */
export type HeartbeatLoop = {
  readonly runner: string;
  readonly boot: string;
  readonly client: ServiceClient;
  readonly registration: Registration;
  readonly attempts: RunningAttempts;
  readonly clock: Clock;
  readonly random: () => number;
};

/**
 * Renews the leases of all attempts with one message each `heartbeatMs`, and carries out what comes back, until `signal` aborts.
 * Each message stays open until the next is due, so that an order comes at once; the one after a message that was lost does not,
 * so that leases are known to be renewed.
 */
export async function sendHeartbeats(loop: HeartbeatLoop, signal: AbortSignal): Promise<void> {
  const backoff = new Backoff(loop.random);
  let mayHold = true;
  while (!signal.aborted) {
    const intervalMs = loop.registration.timing.heartbeatMs;
    const sentAtMs = loop.clock.now();
    const holdMs = mayHold ? Math.min(intervalMs, HEARTBEAT_HOLD_LIMIT_MS) : 0;
    const answered = await sendHeartbeat(loop, holdMs, signal);
    if (answered) backoff.reset();
    const restMs = Math.max(0, sentAtMs + intervalMs - loop.clock.now());
    await sleep(loop.clock, answered ? restMs : Math.min(intervalMs, backoff.nextMs()), signal);
    mayHold = answered;
  }
}

async function sendHeartbeat(loop: HeartbeatLoop, holdMs: number, signal: AbortSignal): Promise<boolean> {
  const sentAtMs = loop.clock.now();
  const attempts = loop.attempts.all();
  const tooLate = new AbortController();
  const { heartbeatMs } = loop.registration.timing;
  const callOff = loop.clock.after(holdMs + Math.max(SHORTEST_ANSWER_LIMIT_MS, heartbeatMs), () => tooLate.abort());
  const told = attempts.map((attempt) => ({ attempt, usage: attempt.usage }));
  try {
    const answer = await loop.client.heartbeat(
      { runner: loop.runner, boot: loop.boot, holdMs, attempts: attempts.map(toMessage) },
      AbortSignal.any([signal, tooLate.signal]),
    );
    for (const { attempt, usage } of told) attempt.toldUsage = usage;
    apply(answer, attempts, sentAtMs);
    return true;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'unknown_runner') {
      // A refusal shows at the next lease; leases simply run out meanwhile.
      await loop.registration.renew(signal).catch(() => undefined);
    }
    return false;
  } finally {
    callOff();
  }
}

function toMessage({ request, progress, usage, toldUsage }: RunningAttempt): HeartbeatRequest['attempts'][number] {
  return {
    attempt: request.attempt,
    ...(progress === undefined ? {} : { progress }),
    ...(usage === undefined || usage === toldUsage ? {} : { usage }),
  };
}

function apply(answer: HeartbeatResponse, attempts: readonly RunningAttempt[], sentAtMs: number): void {
  const directives = new Map(answer.directives.map(({ attempt, directive }) => [attempt, directive]));
  for (const attempt of attempts) {
    const directive = directives.get(attempt.request.attempt) ?? { kind: 'continue' };
    if (directive.kind !== 'stop') attempt.deadline.renew(sentAtMs, answer.leaseMs);
    carryOut(directive, attempt);
  }
}

function carryOut(directive: Directive, attempt: RunningAttempt): void {
  switch (directive.kind) {
    case 'continue':
      return;
    case 'cancel':
      if (directive.agentOnly === true && attempt.control.workIsDone) return;
      attempt.control.end({ kind: 'canceled', reason: directive.reason }, directive.how);
      return;
    case 'stop':
      attempt.control.end({ kind: 'fenced' }, 'graceful');
      return;
    default:
      directive satisfies never;
  }
}
