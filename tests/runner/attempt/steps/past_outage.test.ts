import { beforeEach, expect, test } from 'vitest';
import { AttemptControl } from '../../../../runner/attempt/attempt_control.ts';
import { toFailure } from '../../../../runner/attempt/attempt_failure.ts';
import { PUSH_PATIENCE_MS, pastOutage } from '../../../../runner/attempt/steps/past_outage.ts';
import { GitError } from '../../../../runner/git/git_error.ts';
import { ServiceError } from '../../../../runner/service/service_error.ts';
import { HandClock } from '../../worker/hand_clock.ts';

const MINUTE_MS = 60_000;

let clock: HandClock;
let control: AttemptControl;
let lines: string[];
/** When each try began, in milliseconds. */
let triesMs: number[];
beforeEach(() => {
  clock = new HandClock();
  control = new AttemptControl();
  lines = [];
  triesMs = [];
});

/** Tries until `answer` does not throw. */
function trying(answer: () => string, patienceMs = PUSH_PATIENCE_MS): Promise<string> {
  const waiting = { control, log: { line: (line: string) => lines.push(line) }, surroundings: { clock, random } };
  return pastOutage(waiting, patienceMs, async () => {
    triesMs.push(clock.now());
    return answer();
  });
}

const random = () => 1 - 2 ** -53;

const away = () => {
  throw new GitError('remote_unreachable', 'it returned error: 502');
};

/** Lets everything happen that does not wait for the clock. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function pass(durationMs: number): Promise<void> {
  const endMs = clock.now() + durationMs;
  while (clock.now() < endMs) {
    await settled();
    clock.turnTo(Math.min(endMs, clock.now() + 1_000));
  }
  await settled();
}

test('an outage of more than an hour is waited out, with a try a minute in the end and one line of log', async () => {
  let answer: () => string = away;
  const result = trying(() => answer());
  await pass(70 * MINUTE_MS);
  const waits = triesMs.map((atMs, index) => atMs - (triesMs[index - 1] ?? 0));
  expect(waits.at(-1)).toBe(MINUTE_MS);
  expect(triesMs.length).toBeLessThan(85);
  answer = () => 'pushed';
  await pass(MINUTE_MS);
  expect(await result).toBe('pushed');
  expect(lines).toEqual([
    'planwright: the repository cannot be reached, trying again for up to 2h00m: it returned error: 502',
  ]);
});

test('patience has an end, and the last failure is told', async () => {
  const ended = expect(trying(away)).rejects.toMatchObject({ code: 'remote_unreachable' });
  await pass(PUSH_PATIENCE_MS);
  await ended;
  expect(triesMs.at(-1)).toBeGreaterThan(PUSH_PATIENCE_MS - 2 * MINUTE_MS);
  expect(triesMs.at(-1)).toBeLessThanOrEqual(PUSH_PATIENCE_MS);
});

test('a token that cannot be had is waited for like the host', async () => {
  const answers = [
    () => {
      throw new ServiceError('unavailable', 'no token');
    },
    () => 'fetched',
  ];
  const result = trying(() => answers.shift()?.() ?? '');
  await pass(1_000);
  expect(await result).toBe('fetched');
});

test('an answer is not asked for again', async () => {
  const taken = trying(() => {
    throw new GitError('ref_taken', 'it is at another commit');
  });
  await expect(taken).rejects.toMatchObject({ code: 'ref_taken' });
  expect(triesMs).toHaveLength(1);
});

test.each(['canceled', 'shutdown', 'lease_lost'] as const)(
  'the wait ends at once when the attempt is ended: %s',
  async (kind) => {
    const ended = expect(trying(away)).rejects.toMatchObject({ code: 'attempt_interrupted' });
    await pass(10 * MINUTE_MS);
    const tries = triesMs.length;
    control.end(kind === 'canceled' ? { kind, reason: 'enough' } : { kind }, 'graceful');
    await ended;
    expect(triesMs).toHaveLength(tries);
  },
);

test('work that the host refuses counts as a failure of the task, an outage does not', () => {
  expect(toFailure(new GitError('push_refused', 'too large')).code).toBe('agent_error');
  expect(toFailure(new GitError('remote_unreachable', 'it is away')).code).toBe('transient');
});
