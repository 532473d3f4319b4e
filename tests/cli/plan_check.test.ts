import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ScratchRepository, scratchRepository } from '../local/scratch_repository.ts';
import { type Home, home, planwright } from './planwright.ts';

const RUNNER = 'sandbox: off\nproviders: { script: { command: [cat], transport: text } }\n';
const PLAN = '## Tasks\n- [ ] a: Translate a (role: translator)\n- [ ] b: Write b (agent: writer)\n';
const SETTINGS = 'roles: { translator: { agent: script } }\n';

let repository: ScratchRepository;
let place: Home;
let plan: string;
beforeEach(() => {
  repository = scratchRepository();
  place = home(RUNNER);
  plan = place.write('words.md', PLAN);
  mkdirSync(join(repository.folder, '.github'));
});
afterEach(() => {
  repository.remove();
  place.remove();
});

const check = (cwd: string, ...args: string[]) =>
  planwright(['plan', 'check', plan, ...args], { cwd, variables: place.variables });
const settings = (text: string) => {
  repository.write('.github/planwright.yml', text);
  repository.commit('Settings');
};

test('a check goes by the settings that the plan would be run by', async () => {
  const refused = await check(repository.folder);
  expect(refused).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('the role `translator`') });
  settings(SETTINGS);
  const inside = await check(repository.folder, '--json');
  expect(inside.json()).toMatchObject({
    ok: true,
    data: { warnings: [{ code: 'not-offered', line: 3, message: expect.stringContaining('the agent `writer`') }] },
  });
  const outside = await check(place.folder, '--json');
  expect(outside.json()).toMatchObject({
    data: { warnings: [{ code: 'unknown-role', line: 2 }, { code: 'not-offered' }] },
  });
  const named = await check(place.folder, '--repo', repository.folder, '--json');
  expect(named.stdout).toBe(inside.stdout);
  place.write('runner.yml', `${RUNNER}\nnonsense: [`);
  expect((await check(repository.folder)).stdout).not.toContain('Worth a look');
});

test('what they say for all plans is in force, and no part of what is hashed', async () => {
  const checked = async (text: string) => {
    settings(`${SETTINGS}${text}`);
    return (await check(repository.folder, '--json')).json().data;
  };
  const before = await checked('');
  const after = await checked('agent: script\ntimeout: 5m\n');
  expect(after).toMatchObject({
    hash: before?.hash,
    tasks: [
      { settings: { agent: 'script', timeoutMs: 300_000 } },
      { settings: { agent: 'writer', timeoutMs: 300_000 } },
    ],
  });
});

test('and names their mistakes as a run does', async () => {
  settings('timeout: soon\nowner: ada\n');
  const checked = await check(repository.folder);
  expect(checked.exitCode).toBe(2);
  expect(checked.stderr).toContain('.github/planwright.yml:1: `timeout: soon` is no duration. ');
  expect(checked.stderr).toContain('.github/planwright.yml:2: `owner` is a setting of one plan. ');
  const ran = await planwright(['plan', 'run', plan], { cwd: repository.folder, variables: place.variables });
  expect(ran).toMatchObject({ exitCode: 2, stderr: checked.stderr });
  expect((await check(place.folder, '--repo', '/nowhere')).stderr).toContain('There is no folder /nowhere');
});
