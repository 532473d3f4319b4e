import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GitHub, startGitHub } from '../support/github/start_github.ts';
import { type Home, home, planwright, start } from './planwright.ts';

let github: GitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

let place: Home;
beforeEach(() => {
  place = home();
});
afterEach(() => place.remove());

const serving = () => ({
  ...place.variables,
  RUNNER_TOKEN: 'for-runners',
  OPERATOR_TOKEN: 'for-people',
  DATABASE_URL: `file:${place.folder}/planwright.db`,
  PORT: '0',
  GHE_HOST: github.host,
  GHE_PROTOCOL: 'http',
});

/** Serves until the reply was given, and gives the reply and what was logged. */
async function serve(variables: Readonly<Record<string, string>>) {
  const service = start(['serve', '--json'], { cwd: place.folder, variables: { ...serving(), ...variables } });
  const reply = await new Promise<string>((resolve) => service.stdout?.once('data', (piece) => resolve(String(piece))));
  service.kill('SIGTERM');
  const { stderr, exitCode } = await service;
  return { reply: JSON.parse(reply), log: String(stderr), exitCode };
}

function keep(credentials: object): string {
  mkdirSync(`${place.folder}/.planwright`, { mode: 0o700 });
  const file = place.write('.planwright/github-app.json', JSON.stringify(credentials));
  chmodSync(file, 0o600);
  return file;
}

const credentials = () => ({
  appId: github.appId,
  slug: 'planwright-acme',
  privateKey: github.privateKey,
  webhookSecret: 'hush-hush',
  htmlUrl: 'https://github.com/apps/planwright-acme',
  owner: 'acme',
});

describe('serve', () => {
  test('works without a GitHub App, and says what is missing and how to make one', async () => {
    const { reply, log, exitCode } = await serve({});
    expect(reply).toMatchObject({
      ok: true,
      data: { github: { missing: expect.stringContaining('planwright setup') } },
    });
    expect(log.split('\n').filter((line) => line.includes('"warn"') && line.includes('planwright setup'))).toHaveLength(
      1,
    );
    expect(exitCode).toBe(0);
  });

  test('is the App that setup kept', async () => {
    keep(credentials());
    const { reply, log } = await serve({});
    expect(reply).toMatchObject({ ok: true, data: { github: { appId: github.appId } } });
    expect(log).not.toContain('planwright setup');
  });

  test('is the App that the environment names, whatever was kept', async () => {
    keep({ ...credentials(), appId: 7 });
    const { reply } = await serve({});
    expect(reply).toMatchObject({ ok: false, error: { code: 'github_unavailable' } });
    expect(JSON.stringify(reply)).not.toMatch(/\.\.(?!\.)/);
    const key = place.write('app.pem', github.privateKey);
    const named = { APP_ID: String(github.appId), PRIVATE_KEY_PATH: key, WEBHOOK_SECRET: 'another' };
    expect((await serve(named)).reply).toMatchObject({ ok: true, data: { github: { appId: github.appId } } });
  });

  test('names the problems of all its parts at once', async () => {
    const variables = { ...serving(), PORT: 'x', PUBLIC_URL: 'nowhere', APP_ID: '42', OPERATOR_TOKEN: '' };
    const refused = await planwright(['serve', '--json'], { cwd: place.folder, variables });
    expect(refused.exitCode).toBe(2);
    const { details } = JSON.parse(refused.stdout).error;
    expect(details.problems.map(({ name }: { name: string }) => name)).toEqual([
      'PORT',
      'PUBLIC_URL',
      'OPERATOR_TOKEN',
      'PRIVATE_KEY',
      'WEBHOOK_SECRET',
    ]);
  });

  test('refuses secrets that are the same before anything is made, that of the file too', async () => {
    keep(credentials());
    const { webhookSecret } = credentials();
    const variables = { ...serving(), RUNNER_TOKEN: webhookSecret, TICK_SECRET: serving().OPERATOR_TOKEN };
    const refused = await planwright(['serve', '--json'], { cwd: place.folder, variables });
    expect(refused.exitCode).toBe(2);
    expect(JSON.parse(refused.stdout).error.details.problems).toMatchObject([
      { name: 'TICK_SECRET', what: expect.stringContaining('is the same as OPERATOR_TOKEN') },
      { name: 'WEBHOOK_SECRET', what: expect.stringContaining('is the same as RUNNER_TOKEN') },
    ]);
    expect(refused.stdout).not.toContain(webhookSecret);
    expect(existsSync(`${place.folder}/planwright.db`)).toBe(false);
  });

  test('refuses a file of credentials that others can read, or that is damaged', async () => {
    const file = keep({ ...credentials(), webhookSecret: '' });
    const options = { cwd: place.folder, variables: serving() };
    expect(await planwright(['serve'], options)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('does not hold a usable webhookSecret'),
    });
    chmodSync(file, 0o644);
    expect(await planwright(['serve'], options)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('has mode 0644'),
    });
  });
});
