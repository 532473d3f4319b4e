import { readdir, readFile } from 'node:fs/promises';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TokenResponse } from '../../src/protocol/runner_messages.ts';
import { startTestService, success, type TestService } from '../support/test_service.ts';

const token = 'ghs_oneHourForOneRepository';
const HOUR_MS = 3_600_000;

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
  service.forge.credential = async () => ({
    username: 'x-access-token',
    token,
    expiresAt: service.deps.clock.now() + HOUR_MS,
  });
});
afterEach(() => service.stop());

async function leasedAttempt() {
  const response = await service.client.api.v1.runs.$post({
    json: {
      name: 'plan',
      markdown: '## Tasks\n- [ ] a: First\n',
      owner: 'ada',
      repository: { name: 'acme/api', cloneUrl: '/repositories/api' },
    },
  });
  expect(response.status).toBe(200);
  await service.settle();
  const runner = service.runner();
  await runner.register();
  const [request] = await runner.lease();
  if (request === undefined) throw new Error('nothing was leased');
  return {
    runner,
    attempt: request.attempt,
    ask: () => runner.call('token', { runner: runner.runner, attempt: request.attempt }),
  };
}

describe('token', () => {
  it('is given for a leased and for a running attempt, with the time that it has left', async () => {
    const { runner, attempt, ask } = await leasedAttempt();
    const leased = await ask();
    expect(leased.status).toBe(200);
    expect(TokenResponse.parse(leased.body)).toEqual({
      credential: { username: 'x-access-token', token, expiresInMs: HOUR_MS },
    });
    await runner.start(attempt);
    expect((await ask()).status).toBe(200);
  });

  it('is not kept by anything on the way', async () => {
    const { runner, attempt } = await leasedAttempt();
    const response = await service.app.request('/api/runner/v1/token', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${service.tokens.runner}`,
        'content-type': 'application/json',
        'planwright-protocol': '1',
      },
      body: JSON.stringify({ runner: runner.runner, attempt }),
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('is null where the repository needs none', async () => {
    service.forge.credential = async () => null;
    const { ask } = await leasedAttempt();
    expect((await ask()).body).toEqual({ credential: null });
  });

  it('is refused to another runner, for an attempt nobody knows and for one that has ended', async () => {
    const { runner, attempt, ask } = await leasedAttempt();
    const other = service.runner();
    await other.register();
    await runner.start(attempt);
    for (const answer of [
      await other.call('token', { runner: other.runner, attempt }),
      await runner.call('token', { runner: runner.runner, attempt: v7() }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'attempt_not_current' } } });
    }
    await runner.finish(attempt, success());
    expect(await ask()).toMatchObject({ status: 409, body: { error: { code: 'attempt_not_current' } } });
  });

  it('is refused to whoever has no runner token', async () => {
    const { attempt } = await leasedAttempt();
    const stranger = await service.app.request('/api/runner/v1/token', {
      method: 'POST',
      headers: { authorization: `Bearer ${service.tokens.operator}`, 'content-type': 'application/json' },
      body: JSON.stringify({ runner: v7(), attempt }),
    });
    expect(stranger.status).toBe(401);
  });

  it('is in no file of the database', async () => {
    const { runner, attempt, ask } = await leasedAttempt();
    await runner.start(attempt);
    await ask();
    await runner.finish(attempt, success());
    await service.settle();
    const files = await readdir(service.folder);
    expect(files).toContain('planwright.db');
    const holding = async (text: string) => {
      const contents = await Promise.all(files.map((file) => readFile(`${service.folder}/${file}`)));
      return contents.filter((content) => content.includes(text)).length;
    };
    expect(await holding(attempt)).toBeGreaterThan(0);
    expect(await holding(token)).toBe(0);
  });
});
