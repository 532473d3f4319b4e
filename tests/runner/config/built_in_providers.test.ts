import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BUILT_INS } from '../../../runner/config/built_in_providers.ts';
import { loadRunnerConfig } from '../../../runner/config/load_runner_config.ts';
import { NEVER_PASSED } from '../../../runner/sandbox/environment.ts';
import { makeScratchFolder, type ScratchFolder } from '../../support/git_repository.ts';

let scratch: ScratchFolder;
beforeEach(async () => {
  scratch = await makeScratchFolder();
});
afterEach(() => scratch.remove());

async function install(folder: string, name: string, mode = 0o755): Promise<string> {
  const path = join(scratch.path, folder);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, name), '#!/bin/sh\n');
  await chmod(join(path, name), mode);
  return path;
}

async function offered(path: string, text = '') {
  const file = join(scratch.path, 'runner.yml');
  await writeFile(file, text);
  const { providers } = await loadRunnerConfig({ file, named: true }, 'local', path);
  return providers;
}

it('are offered where they are on the PATH, behind what the file names', async () => {
  const one = await install('one', 'goose');
  const two = await install('two', 'claude');
  const file = 'providers: { script: { command: [node, agent.mjs], transport: text } }\n';
  const providers = await offered([one, two].join(delimiter), file);
  expect(providers.map(({ name, from }) => [name, from])).toEqual([
    ['script', 'file'],
    ['claude', 'path'],
    ['goose', 'path'],
  ]);
  expect(providers[2]).toMatchObject({ command: ['goose', 'acp', '--with-builtin', 'developer'], transport: 'acp' });
});

it('give way to an entry of the file with their name', async () => {
  const path = await install('bin', 'claude');
  const file = 'providers: { claude: { command: [claude, --quick], transport: text, env: [MY_KEY] } }\n';
  const providers = await offered(path, file);
  expect(providers).toEqual([
    { name: 'claude', command: ['claude', '--quick'], transport: 'text', env: ['MY_KEY'], home: [], from: 'file' },
  ]);
});

it('are not offered for what is no program, or lies in a folder that is relative', async () => {
  const path = await install('bin', 'codex', 0o644);
  await mkdir(join(path, 'gemini'));
  expect(await offered([path, 'relative', ''].join(delimiter))).toEqual([]);
});

it('are given keys of their own: none goes to two of them, and none is ours', () => {
  const names = Object.values(BUILT_INS).flatMap(({ env }) => env);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => NEVER_PASSED.includes(name))).toEqual([]);
});
