import { beforeEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../../../runner/service/service_error.ts';
import { AttemptCredentials, RENEWAL_MARGIN_MS } from '../../../runner/worker/attempt_credentials.ts';
import type { TokenResponse } from '../../../src/protocol/runner_messages.ts';
import { HandClock } from './hand_clock.ts';

const HOUR_MS = 3_600_000;
const username = 'x-access-token';

let clock: HandClock;
let asked: number;
let answer: () => TokenResponse;
let credentials: AttemptCredentials;
beforeEach(() => {
  clock = new HandClock();
  asked = 0;
  answer = () => ({ credential: { username, token: `token ${asked}`, expiresInMs: HOUR_MS } });
  credentials = new AttemptCredentials(
    async () => {
      asked += 1;
      return answer();
    },
    { clock, random: () => 0 },
  );
});

const current = async () => (await credentials.current())?.token;

const failing = (code: 'unavailable' | 'attempt_not_current') => () => {
  throw new ServiceError(code, `refused: ${code}`);
};

/** Lets everything happen that does not wait for the clock. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("an attempt's token", () => {
  it('is asked for once, as long as enough of its time is left', async () => {
    expect(await current()).toBe('token 1');
    clock.turnTo(HOUR_MS - RENEWAL_MARGIN_MS);
    expect(await current()).toBe('token 1');
    expect(asked).toBe(1);
    clock.turnTo(HOUR_MS - RENEWAL_MARGIN_MS + 1);
    expect(await current()).toBe('token 2');
    expect(await current()).toBe('token 2');
  });

  it('counts its time from the arrival of the answer, whatever the time of day', async () => {
    clock.turnTo(5 * HOUR_MS);
    expect(await current()).toBe('token 1');
    clock.turnTo(6 * HOUR_MS - RENEWAL_MARGIN_MS);
    expect(await current()).toBe('token 1');
  });

  it('is not asked for again where the repository needs none', async () => {
    answer = () => ({ credential: null });
    expect(await current()).toBeUndefined();
    clock.turnTo(10 * HOUR_MS);
    expect(await current()).toBeUndefined();
    expect(asked).toBe(1);
  });

  it('is not given again once dropped, but a newer one is not dropped with it', async () => {
    const first = await credentials.current();
    if (first === undefined) throw new Error('there was no token');
    credentials.drop(first);
    expect(await current()).toBe('token 2');
    credentials.drop(first);
    expect(await current()).toBe('token 2');
  });

  it.each(['unavailable', 'attempt_not_current'] as const)('serves to its end where a new one is %s', async (code) => {
    await current();
    answer = failing(code);
    clock.turnTo(HOUR_MS - 1);
    expect(await current()).toBe('token 1');
    expect(asked).toBe(2);
  });

  it('is asked for again and again where there is none, and in the end the reason is told', async () => {
    answer = failing('unavailable');
    const first = current();
    await settled();
    answer = () => ({ credential: { username, token: 'late', expiresInMs: HOUR_MS } });
    clock.turnTo(1_000);
    expect(await first).toBe('late');

    clock.turnTo(2 * HOUR_MS);
    answer = failing('unavailable');
    const second = current();
    const ended = expect(second).rejects.toMatchObject({ code: 'unavailable', message: 'refused: unavailable' });
    await settled();
    clock.turnTo(2 * HOUR_MS + 5 * 60_000);
    await ended;
  });

  it('is refused at once where the attempt belongs to the runner no more', async () => {
    answer = failing('attempt_not_current');
    await expect(credentials.current()).rejects.toMatchObject({ code: 'attempt_not_current' });
    expect(asked).toBe(1);
  });

  it('is not waited for any longer when the attempt is ended', async () => {
    answer = failing('unavailable');
    const ending = new AbortController();
    const waiting = credentials.current(ending.signal);
    const ended = expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
    await settled();
    ending.abort();
    await ended;
  });
});
