import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CliContext } from '../../../src/cli/cli_context.ts';
import type { Check, CheckResult } from '../../../src/cli/doctor/check.ts';
import { appCheck } from '../../../src/cli/doctor/checks/app.ts';
import { clockCheck } from '../../../src/cli/doctor/checks/clock.ts';
import { deliveriesCheck } from '../../../src/cli/doctor/checks/deliveries.ts';
import { installationsCheck } from '../../../src/cli/doctor/checks/installations.ts';
import { permissionsCheck } from '../../../src/cli/doctor/checks/permissions.ts';
import { publicUrlCheck } from '../../../src/cli/doctor/checks/public_url.ts';
import { webhookCheck } from '../../../src/cli/doctor/checks/webhook.ts';
import { examine } from '../../../src/cli/doctor/examination.ts';
import { readAppManifest } from '../../../src/cli/setup/app_manifest.ts';
import { delivery, type FakeApp, fakeApp, installation } from './fake_app.ts';

const { default_permissions: needed } = await readAppManifest();

let github: FakeApp;
let cwd: string;
beforeEach(async () => {
  github = await fakeApp();
  cwd = mkdtempSync(join(tmpdir(), 'planwright-doctor-'));
});
afterEach(async () => {
  await github.close();
  rmSync(cwd, { recursive: true, force: true });
});

function look(check: Check, variables: Readonly<Record<string, string>> = {}): Promise<CheckResult> {
  const { stdin, stdout, stderr } = process;
  const all = { ...github.variables, ...variables };
  const context: CliContext = { variables: all, cwd, stdin, stdout, stderr, mainFile: '', version: '0', exitCode: 0 };
  return check.run(examine(context));
}

const GITHUB_CHECKS = [appCheck, permissionsCheck, installationsCheck, webhookCheck, deliveriesCheck];

test('an App that is as it should be has nothing to mend', async () => {
  const results = await Promise.all(GITHUB_CHECKS.map((check) => look(check)));
  expect(results.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  expect(results[0]?.what).toBe('planwright-acme of Acme (App 4711)');
});

describe('the App', () => {
  const nobody = { APP_ID: '', PRIVATE_KEY: '', WEBHOOK_SECRET: '' };

  test('is not checked where none is set up, nor is what hangs on it', async () => {
    expect(await look(appCheck, nobody)).toMatchObject({ state: 'skipped', mend: '`planwright setup` makes one.' });
    for (const check of GITHUB_CHECKS) expect((await look(check, nobody)).state).toBe('skipped');
  });

  test('fails where the key is another, and only there', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const wrong = { PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    expect(await look(appCheck, wrong)).toMatchObject({
      state: 'fail',
      what: 'GitHub does not let the App in (401 to GET /app): A JSON web token could not be decoded',
      mend: expect.stringContaining('APP_ID and PRIVATE_KEY must be of the same App'),
    });
    expect((await look(permissionsCheck, wrong)).state).toBe('skipped');
  });

  test('fails where GitHub does not answer', async () => {
    const nowhere = await fakeApp();
    await nowhere.close();
    const away = { GHE_HOST: nowhere.variables.GHE_HOST ?? '' };
    expect(await look(appCheck, away)).toMatchObject({
      state: 'fail',
      what: expect.stringContaining('GitHub gave no answer to GET /app: connect ECONNREFUSED'),
    });
  });
});

describe('permissions and events', () => {
  test('that are missing, or lower than needed, fail', async () => {
    const { checks: _checks, ...rest } = needed;
    const events = (github.app.events as string[]).filter((event) => event !== 'sub_issues');
    github.app = { ...github.app, permissions: { ...rest, issues: 'read' }, events };
    expect(await look(permissionsCheck)).toMatchObject({
      state: 'fail',
      what: 'permissions missing: issues (write), checks (write); events missing: sub_issues',
    });
  });

  test('beyond what is needed are told', async () => {
    github.app = { ...github.app, permissions: { ...needed, administration: 'write', contents: 'admin' } };
    expect(await look(permissionsCheck)).toMatchObject({
      state: 'warn',
      what: 'more than is needed: contents (admin), administration (write)',
    });
  });
});

describe('installations', () => {
  test('count for the owner of the App alone, unless others are allowed', async () => {
    github.installations.push(installation('Stranger', needed));
    expect(await look(installationsCheck)).toMatchObject({
      state: 'warn',
      what: 'Acme; ignored, since ALLOWED_OWNERS does not name them: Stranger',
    });
    expect(await look(installationsCheck, { ALLOWED_OWNERS: 'ACME, stranger' })).toEqual({
      state: 'ok',
      what: 'Acme, Stranger',
    });
    expect(await look(installationsCheck, { ALLOWED_OWNERS: 'acme, stranger, octo' })).toMatchObject({
      state: 'warn',
      what: 'Acme, Stranger; not yet: octo',
    });
  });

  test('that count are needed', async () => {
    github.installations = [];
    expect(await look(installationsCheck)).toMatchObject({
      state: 'fail',
      what: 'none that counts (acme)',
      mend: 'Install it: https://github.com/apps/planwright-acme/installations/new',
    });
  });

  test('need the consent to all permissions, and not to be suspended', async () => {
    github.installations = [installation('acme', { ...needed, contents: 'read' })];
    expect(await look(installationsCheck)).toMatchObject({
      state: 'fail',
      what: 'acme has not consented to contents (write)',
      mend: expect.stringContaining('https://github.com/organizations/acme/settings/installations/1'),
    });
    github.installations = [installation('acme', needed, { suspended_at: '2026-01-01T00:00:00Z' })];
    expect(await look(installationsCheck)).toMatchObject({ state: 'warn', what: 'suspended by acme' });
  });
});

describe('the clock', () => {
  const nobody = { APP_ID: '', PRIVATE_KEY: '', WEBHOOK_SECRET: '' };

  test("is held against GitHub's, also where the key is wrong", async () => {
    expect(await look(clockCheck, nobody)).toMatchObject({ state: 'skipped' });
    expect(await look(clockCheck)).toEqual({ state: 'ok', what: "within seconds of GitHub's" });
    github.clockAheadMs = 30_000;
    expect(await look(clockCheck)).toMatchObject({
      state: 'warn',
      what: expect.stringMatching(/^\d\d s behind GitHub's$/),
    });
    github.clockAheadMs = -300_000;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const wrong = { PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    expect(await look(clockCheck, wrong)).toMatchObject({
      state: 'fail',
      what: expect.stringMatching(/^(299|300) s ahead of GitHub's$/),
      mend: expect.stringContaining('NTP'),
    });
  });

  test('is not told where GitHub does not answer', async () => {
    const nowhere = await fakeApp();
    await nowhere.close();
    expect((await look(clockCheck, { GHE_HOST: nowhere.variables.GHE_HOST ?? '' })).state).toBe('skipped');
  });
});

describe('the address of the webhook', () => {
  test('has to be one that GitHub reaches', async () => {
    const elsewhere = { GHE_HOST: 'github.example.org', GHE_PROTOCOL: 'https' };
    expect(await look(publicUrlCheck, { ...elsewhere, PUBLIC_URL: 'http://127.0.0.1:9' })).toMatchObject({
      state: 'fail',
      what: 'GitHub cannot reach http://127.0.0.1:9',
      mend: expect.stringContaining('tunnel'),
    });
  });

  test('has to be that of the service', async () => {
    github.hook = { ...github.hook, url: 'https://old.example.org/api/github/webhooks' };
    expect(await look(webhookCheck)).toMatchObject({
      state: 'fail',
      what: 'GitHub has https://old.example.org/api/github/webhooks, the service is at http://127.0.0.1:9/api/github/webhooks',
    });
    expect(await look(webhookCheck, { PUBLIC_URL: '' })).toMatchObject({ state: 'warn' });
    github.hook = { ...github.hook, url: '' };
    expect(await look(webhookCheck)).toMatchObject({ state: 'fail', what: expect.stringMatching(/^GitHub has none/) });
    github.hook = undefined;
    expect(await look(webhookCheck)).toMatchObject({ state: 'fail', what: expect.stringMatching(/^GitHub has none/) });
  });

  test('has to be sent JSON, and better to prove itself', async () => {
    github.hook = { ...github.hook, insecure_ssl: '1' };
    expect((await look(webhookCheck)).state).toBe('warn');
    github.hook = { ...github.hook, content_type: 'form' };
    expect((await look(webhookCheck)).state).toBe('fail');
  });
});

describe('recent webhooks', () => {
  test('that never arrived fail, with the last reason', async () => {
    github.deliveries = [delivery('c', 0, 'timed out'), delivery('b', 502, 'Bad Gateway'), delivery('a', 202)];
    expect(await look(deliveriesCheck)).toMatchObject({
      state: 'fail',
      what: '2 of 3 webhooks did not arrive; the last was issues.labeled at 2026-03-04T05:06:07.000Z: timed out',
    });
    github.deliveries = [delivery('b', 401, 'Unauthorized')];
    expect(await look(deliveriesCheck)).toMatchObject({
      state: 'fail',
      mend: expect.stringContaining('WEBHOOK_SECRET'),
    });
  });

  test('that arrived later are fine, and a trouble that is over is a warning', async () => {
    github.deliveries = [delivery('a', 202), delivery('a', 502)];
    expect(await look(deliveriesCheck)).toEqual({ state: 'ok', what: '1 webhook arrived' });
    github.deliveries = [delivery('b', 202), delivery('a', 502, 'Bad Gateway')];
    expect((await look(deliveriesCheck)).state).toBe('warn');
  });

  test('that were never sent are a hint that the webhook is not active', async () => {
    github.deliveries = [];
    expect(await look(deliveriesCheck)).toMatchObject({
      state: 'warn',
      mend: expect.stringContaining('tick "Active"'),
    });
  });
});
