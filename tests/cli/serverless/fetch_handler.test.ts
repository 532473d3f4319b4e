import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFetchHandler } from '../../../src/serverless.ts';
import { freePort } from '../../support/free_port.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planwright-serverless-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const variables = () => ({
  DATABASE_URL: `file:${join(folder, 'planwright.db')}`,
  RUNNER_TOKEN: 'token-of-a-runner',
  OPERATOR_TOKEN: 'token-of-an-operator',
  TICK_SECRET: 'secret-of-the-scheduler',
});

const handler = (own: Record<string, string> = {}) =>
  createFetchHandler({ variables: { ...variables(), ...own }, cwd: folder, writeLog: () => {} });

describe('the service as a function', () => {
  it('answers like the service that listens, and ticks when it is told to', async () => {
    const fetch = handler();
    expect((await fetch(new Request('https://planwright.test/healthz'))).status).toBe(200);
    const tick = (secret: string) =>
      fetch(
        new Request('https://planwright.test/api/tick', {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}` },
        }),
      );
    expect(await (await tick('secret-of-the-scheduler')).json()).toEqual({ more: false });
    expect((await tick('another')).status).toBe(401);
  });

  it('says of webhooks that there is no App', async () => {
    const answer = await handler()(
      new Request('https://planwright.test/api/github/webhooks', { method: 'POST', body: '{}' }),
    );
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining('planwright setup') } });
  });

  it('answers 503 in its own form while the database does not answer, and says why in its log', async () => {
    const port = await freePort();
    const lines: string[] = [];
    const fetch = createFetchHandler({
      variables: { ...variables(), DATABASE_URL: `http://127.0.0.1:${port}` },
      cwd: folder,
      writeLog: (line) => lines.push(line),
    });
    const ask = () => fetch(new Request('https://planwright.test/api/tick', { method: 'POST' }));
    for (const answer of await Promise.all([ask(), ask()])) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(await answer.json()).toEqual({
        error: { code: 'unavailable', message: expect.stringContaining('database') },
      });
    }
    expect(lines.filter((line) => line.includes('The service could not be made'))).toHaveLength(1);
  });

  it('is made anew by the next request where it could not be made', async () => {
    const fetch = handler({ RUNNER_TOKEN: '' });
    for (let request = 0; request < 2; request += 1) {
      await expect(fetch(new Request('https://planwright.test/healthz'))).rejects.toThrow('RUNNER_TOKEN');
    }
  });
});
