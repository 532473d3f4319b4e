import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { localSettings } from '../../../src/cli/settings/local_settings.ts';
import { readUserSettings } from '../../../src/cli/settings/user_settings.ts';
import { findRepository } from '../../../src/local/find_repository.ts';
import { type ScratchRepository, scratchRepository } from '../../local/scratch_repository.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'planwright-home-'));
  folder = join(home, '.config', 'planwright');
  mkdirSync(folder, { recursive: true });
  vi.stubEnv('HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe("the user's settings", () => {
  it('may be missing', async () => {
    expect(await readUserSettings()).toBeNull();
    rmSync(join(home, '.config'), { recursive: true });
    expect(await readUserSettings()).toBeNull();
    writeFileSync(join(home, '.config'), 'no folder');
    expect(await readUserSettings()).toBeNull();
  });

  it.each(['yml', 'yaml', 'json'])('lie in planwright.%s', async (ending) => {
    write(`planwright.${ending}`, '{"breaker": {"failures": 2}}');
    const file = join(folder, `planwright.${ending}`);
    expect(await readUserSettings()).toEqual({ file, text: '{"breaker": {"failures": 2}}' });
    expect(await localSettings(null, undefined)).toMatchObject({
      settings: { breaker: { failures: 2 } },
      names: { user: file },
    });
  });

  it('are refused where there are two', async () => {
    write('planwright.yml', '');
    write('planwright.json', '{}');
    await expect(readUserSettings()).rejects.toMatchObject({
      code: 'settings_invalid',
      exitCode: 2,
      message: `There are ${join(folder, 'planwright.yml')} and ${join(folder, 'planwright.json')}, and only one of them can count; keep one.`,
    });
  });

  it.each([
    ['{\n  "breaker": { "failures": 3 }\n  "agents": {}\n}\n', 3],
    ['{\n  "breaker": {\n', 2],
    ['breaker: 3\n', 1],
    ['{\n\n  // words\n}\n', 3],
  ])('as JSON that is broken are refused with the line: %j', async (text, line) => {
    write('planwright.json', text);
    await expect(readUserSettings()).rejects.toMatchObject({
      code: 'settings_invalid',
      message: expect.stringContaining(`${join(folder, 'planwright.json')}:${line}: JSON cannot read this: `),
    });
    write('planwright.json', ' \n');
    expect(await localSettings(null, undefined)).toMatchObject({ problems: [] });
  });

  it('are refused where they cannot be read', async () => {
    mkdirSync(join(folder, 'planwright.yml'));
    await expect(readUserSettings()).rejects.toMatchObject({
      code: 'settings_invalid',
      message: expect.stringContaining('planwright.yml cannot be read (EISDIR)'),
    });
  });
});

describe('the settings of a plan of this machine', () => {
  let repository: ScratchRepository;
  beforeEach(() => {
    repository = scratchRepository();
  });
  afterEach(() => repository.remove());

  const commit = (text: string) => {
    mkdirSync(join(repository.folder, '.github'), { recursive: true });
    repository.write('.github/planwright.yml', text);
    repository.commit('Settings');
  };

  it('are the defaults, the user’s and over them what the repository has committed', async () => {
    write('planwright.yml', 'agents: { coder: { model: small }, mine: { provider: script } }\n');
    commit('agents: { coder: { model: large } }\n');
    repository.git('branch', 'release');
    commit('agents: { coder: { model: larger } }\n');
    repository.write('.github/planwright.yml', 'agents: { coder: { model: nobody committed this } }\n');
    const found = await findRepository(repository.folder);
    const head = await localSettings(found, undefined);
    expect(head.settings.agents).toMatchObject({ coder: { model: 'larger' }, mine: { provider: 'script' } });
    expect((await localSettings(found, 'release')).settings.agents.coder?.model).toBe('large');
    expect((await localSettings(found, 'nowhere')).settings.agents.coder?.model).toBe('small');
  });

  it('are refused with every mistake, its file and line', async () => {
    write('planwright.yaml', 'breaker: { failures: 5 }\nlabel: x\n');
    commit('protected: ../x\nagnts: 3\n');
    const refused = await localSettings(await findRepository(repository.folder), undefined).catch((error) => error);
    expect(refused).toMatchObject({ code: 'settings_invalid', exitCode: 2 });
    expect(refused.message.split('\n')).toEqual([
      expect.stringMatching(/^\/.*\/planwright\.yaml:2: `label` is about plans that are issues/),
      expect.stringMatching(/^\.github\/planwright\.yml:1: .* leaves the repository/),
      expect.stringMatching(/^\.github\/planwright\.yml:2: `agnts` is no setting\. Did you mean `agents`\?$/),
    ]);
  });
});
