import { Hono } from 'hono';
import { beforeEach, expect, it } from 'vitest';
import { Doorkeeper } from '../../src/http/doorkeeper.ts';
import { problemOf } from '../../src/http/problem.ts';
import { RateLimit } from '../../src/http/rate_limit.ts';

const CLOCK = { now: () => 0 };
/** As many as are remembered as good at once. */
const WELCOME = 10_000;
const BUSY = '192.0.2.1';

let app: Hono;
let trouble: Error | null;
beforeEach(() => {
  trouble = null;
  const door = new Doorkeeper(CLOCK, 1);
  const requests = new RateLimit({ burst: 1_000, everyMs: 1 }, CLOCK);
  const prove = async (token: string): Promise<string | null> => {
    if (trouble !== null) throw trouble;
    return token.startsWith('right') ? token : null;
  };
  app = new Hono().get('/', async (context) => context.text(await door.admit(context, prove, 'token', requests)));
  app.onError(problemOf(() => {}));
});

const ask = (token: string, address = BUSY) =>
  app.request('/', { headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': address } });
const statusOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).status;

async function guess(times: number): Promise<void> {
  for (let time = 0; time < times; time++) await ask(`wrong-${time}`);
}

it('says by which way a token is wanted', async () => {
  expect((await ask('wrong')).headers.get('www-authenticate')).toBe('Bearer');
});

it('counts nothing as a wrong token that could not be looked up', async () => {
  trouble = new Error('The database is away.');
  for (let time = 0; time < 40; time++) expect(await statusOf('right')).toBe(500);
  trouble = null;
  expect(await statusOf('right')).toBe(200);
});

it('remembers so many right tokens and no more, and forgets first what was not used for longest', async () => {
  for (const token of ['right-busy', 'right-idle']) expect(await statusOf(token)).toBe(200);
  await guess(30);
  for (let other = 0; other < WELCOME - 2; other++) await ask(`right-${other}`, '192.0.2.2');
  expect(await statusOf('right-busy')).toBe(200);
  expect(await statusOf('right-new', '192.0.2.2')).toBe(200);
  expect(await statusOf('right-busy')).toBe(200);
  expect(await statusOf('right-idle')).toBe(429);
});
