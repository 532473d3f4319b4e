import { describe, expect, it } from 'vitest';
import { AttemptControl } from '../../../runner/attempt/attempt_control.ts';
import { Cancellation } from '../../../runner/process/cancellation.ts';
import { shutDown } from '../../../runner/worker/shut_down.ts';
import { HandClock } from './hand_clock.ts';

const LIMIT_MS = 10_000;

/** A runner whose one attempt never ends by itself. */
function shuttingDown() {
  const clock = new HandClock();
  const said: string[] = [];
  const say = (what: string) => said.push(`${what} at ${clock.now()}`);
  const control = new AttemptControl();
  control.signals.stopping.addEventListener('abort', () => say('asked'));
  control.signals.killing.addEventListener('abort', () => say('killed'));
  const end = new Cancellation();
  const over = shutDown({
    attempts: { all: () => [{ control }] },
    allOver: new Promise(() => {}),
    limitMs: LIMIT_MS,
    end,
    clock,
    giveUp: () => say('given up'),
  });
  return { clock, said, end, over };
}

describe('shutting down with an attempt that never ends', () => {
  it('asks, kills after half of the limit, gives up waiting for the service, and is over at the limit', async () => {
    const { clock, said, over } = shuttingDown();
    clock.turnTo(LIMIT_MS);
    await over;
    expect(said).toEqual(['asked at 0', 'killed at 5000', 'given up at 9000']);
  });

  it('is over three seconds after a second signal', async () => {
    const { clock, said, end, over } = shuttingDown();
    clock.turnTo(1_000);
    end.immediate('SIGINT');
    clock.turnTo(4_000);
    await over;
    expect(said).toEqual(['asked at 0', 'killed at 1000', 'given up at 3500']);
  });
});
