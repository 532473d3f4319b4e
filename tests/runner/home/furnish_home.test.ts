import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Provider } from '../../../runner/config/runner_config.ts';
import { furnishingFrom } from '../../../runner/home/furnish_home.ts';
import { secretsInFiles } from '../../../runner/home/lent_files.ts';
import { redactionOf } from '../../../runner/redaction.ts';
import { makeScratchFolder, type ScratchFolder, writeFiles } from '../../support/git_repository.ts';

let scratch: ScratchFolder;
let user: string;
let home: string;
beforeEach(async () => {
  scratch = await makeScratchFolder();
  user = join(scratch.path, 'user');
  home = join(scratch.path, 'homes', 'home');
  for (const folder of [user, home]) await mkdir(folder, { recursive: true });
});
afterEach(() => scratch.remove());

function provider(more: Partial<Provider> = {}): Provider {
  return { name: 'codex', command: ['codex'], transport: 'codex', env: [], home: [], from: 'file', ...more };
}

const gemini = (more: Partial<Provider> = {}) =>
  provider({ name: 'gemini', command: ['/opt/gemini', '--acp'], transport: 'acp', ...more });

const furnish = (of: Provider, environment: Record<string, string> = {}) =>
  furnishingFrom(user, environment, () => {})(home, of, async () => {});

async function geminiSettings(of: Provider, environment: Record<string, string> = {}): Promise<unknown> {
  await furnish(of, environment);
  return JSON.parse(await readFile(join(home, '.gemini/settings.json'), 'utf8'));
}

it('lends an agent what its provider lists, for nobody else to read, and takes it away again', async () => {
  await writeFiles(user, { '.codex/auth.json': '{"token":"login"}' });
  const takeAway = await furnish(provider({ home: ['.codex/auth.json'] }));
  const file = join(home, '.codex/auth.json');
  expect(await readFile(file, 'utf8')).toBe('{"token":"login"}');
  expect([(await stat(file)).mode & 0o777, (await stat(join(home, '.codex'))).mode & 0o777]).toEqual([0o600, 0o700]);
  await takeAway();
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
});

it('follows no link that the agent left in its HOME', async () => {
  await writeFiles(user, { '.codex/auth.json': 'new login', '.ssh/auth.json': 'keep me' });
  await symlink(join(user, '.ssh'), join(home, '.codex'));
  const takeAway = await furnish(provider({ home: ['.codex/auth.json'] }));
  expect(await readFile(join(user, '.ssh/auth.json'), 'utf8')).toBe('keep me');
  expect(await readFile(join(home, '.codex/auth.json'), 'utf8')).toBe('new login');
  await rm(join(home, '.codex'), { recursive: true });
  await symlink(join(user, '.ssh'), join(home, '.codex'));
  await takeAway();
  expect(await readFile(join(user, '.ssh/auth.json'), 'utf8')).toBe('keep me');
});

it('takes away again what it lent where it cannot furnish the HOME wholly', async () => {
  await writeFiles(user, { '.gemini/oauth_creds.json': '{"token":"login"}' });
  const environment = {
    get GEMINI_API_KEY(): string {
      throw new Error('no such thing');
    },
  };
  const of = gemini({ env: ['GEMINI_API_KEY'], home: ['.gemini/oauth_creds.json'] });
  await expect(furnish(of, environment)).rejects.toThrow('no such thing');
  await expect(stat(join(home, '.gemini/oauth_creds.json'))).rejects.toMatchObject({ code: 'ENOENT' });
});

it('has what it lends taken out of what leaves the runner, and written down, before the agent sees it', async () => {
  const redaction = redactionOf([]);
  const of = provider({ home: ['.codex/auth.json'] });
  for (const token of ['first-login-of-somebody', 'second-login-of-somebody']) {
    await writeFiles(user, { '.codex/auth.json': JSON.stringify({ token, kind: 'login' }) });
    const takeAway = await furnishingFrom(user, {}, redaction.learn)(home, of, async (secrets) => {
      expect(secrets).toEqual([token]);
      expect(redaction.text(token)).toBe('[secret]');
      await expect(stat(join(home, '.codex/auth.json'))).rejects.toMatchObject({ code: 'ENOENT' });
    });
    await takeAway();
  }
  expect(redaction.text('first-login-of-somebody')).toBe('[secret]');
  await furnishingFrom(user, {}, redaction.learn)(home, provider(), () => Promise.reject(new Error('there are none')));
});

it('says which file is not there, and what to do', async () => {
  const furnishing = furnish(provider({ home: ['.codex/auth.json'] }));
  await expect(furnishing).rejects.toMatchObject({
    code: 'file_not_lent',
    message: expect.stringMatching(
      /\.codex\/auth\.json, which the runner's file lends to codex .* is not there .* log in/,
    ),
  });
});

it.each([
  ['GEMINI_API_KEY', 'gemini-api-key'],
  ['GOOGLE_API_KEY', 'vertex-ai'],
])('tells Gemini to use %s where it is given, and to leave the rest to us', async (name, auth) => {
  expect(await geminiSettings(gemini({ env: [name] }), { [name]: 'a key' })).toEqual({
    security: { auth: { selectedType: auth } },
    general: { disableAutoUpdate: true, maxAttempts: 2 },
    privacy: { usageStatisticsEnabled: false },
  });
  expect(await geminiSettings(gemini(), { [name]: 'a key of somebody else' })).not.toHaveProperty('security');
});

it('tells Gemini to use its login where it is lent, and leaves what somebody set for themselves', async () => {
  await writeFiles(user, {
    '.gemini/oauth_creds.json': '{}',
    '.gemini/settings.json': '{"general":{"maxAttempts":5},"ui":{"theme":"dark"}}',
  });
  const home = ['.gemini/oauth_creds.json', '.gemini/settings.json'];
  expect(await geminiSettings(gemini({ home }))).toEqual({
    security: { auth: { selectedType: 'oauth-personal' } },
    general: { disableAutoUpdate: true, maxAttempts: 5 },
    privacy: { usageStatisticsEnabled: false },
    ui: { theme: 'dark' },
  });
});

it('knows the secrets in what is lent', async () => {
  const token = 'a-refresh-token-of-somebody';
  await writeFile(join(user, 'auth.json'), JSON.stringify({ kind: 'login', tokens: [{ refresh: token }] }));
  await writeFile(join(user, 'config.toml'), 'model = "large"');
  const of = [provider({ home: ['auth.json', 'config.toml', 'not-there.json'] })];
  expect(await secretsInFiles(user, of)).toEqual([token]);
});
