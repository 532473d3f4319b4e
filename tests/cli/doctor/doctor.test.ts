import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, home, planwright } from '../planwright.ts';
import { type FakeApp, fakeApp } from './fake_app.ts';

let place: Home;
let github: FakeApp;
beforeEach(async () => {
  place = home();
  github = await fakeApp();
});
afterEach(async () => {
  await github.close();
  place.remove();
});

type Told = { readonly id: string; readonly state: string; readonly mend?: string };

test('doctor checks all that is set up, and ends with 1 only if something failed', async () => {
  const tokens = { RUNNER_TOKEN: 'for-runners-and-no-others', OPERATOR_TOKEN: 'for-people-and-no-others' };
  const variables = { ...place.variables, ...github.variables, ...tokens, PUBLIC_URL: '' };
  const options = { cwd: place.folder, variables };
  const sound = await planwright(['doctor', '--json'], options);
  const { ok, data } = JSON.parse(sound.stdout);
  const states = Object.fromEntries(data.checks.map(({ id, state }: Told) => [id, state]));
  expect(states).toMatchObject({
    node: 'ok',
    git: 'ok',
    environment: 'ok',
    database: 'skipped',
    service: 'skipped',
    app: 'ok',
    app_permissions: 'ok',
    installations: 'ok',
    webhook: 'warn',
    deliveries: 'ok',
  });
  expect({ ok, exitCode: sound.exitCode }).toEqual({ ok: true, exitCode: 0 });

  github.installations = [];
  const broken = await planwright(['doctor', '--json'], options);
  expect(broken.exitCode).toBe(1);
  expect(broken.json()).toMatchObject({
    ok: false,
    error: { code: 'doctor_found', message: '1 check failed: Installations.' },
    data: { counts: { fail: 1 } },
  });
  const text = await planwright(['doctor'], options);
  expect(text.exitCode).toBe(1);
  expect(text.stdout).toContain('✗ Installations: none that counts (acme)\n    Install it: https://');
  for (const secret of ['for-people', 'for-runners', 'hush-hush', 'PRIVATE KEY-']) {
    expect(text.stdout + text.stderr + broken.stdout).not.toContain(secret);
  }
});
