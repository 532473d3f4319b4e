import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TRANSPORTS } from '../../../runner/agents/backends.ts';
import { loadRunnerConfig } from '../../../runner/config/load_runner_config.ts';
import type { RunnerConfig, RunnerMode } from '../../../runner/config/runner_config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planwright-config-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function load(text: string, mode: RunnerMode = 'service'): Promise<RunnerConfig> {
  const file = join(folder, 'runner.yml');
  await writeFile(file, text);
  return await loadRunnerConfig({ file, named: true }, mode, '');
}

/** The problems without the file's own path. */
async function problems(text: string): Promise<string[]> {
  const error = await load(text).catch((thrown: Error) => thrown);
  if (!(error instanceof Error)) throw new Error('the file was accepted');
  return error.message.split('\n').map((line) => line.replace(`${folder}/`, ''));
}

describe('the runner file', () => {
  it('is read in the order it was written', async () => {
    const config = await load(`
providers:
  zebra: { command: [zebra, --fast], transport: text, env: [ZEBRA_KEY], home: [.zebra/auth.json], slots: 1 }
  ape: { command: [ape], transport: text }
repositories: ["acme/*"]
labels: [linux]
slots: 4
`);
    expect(config).toEqual({
      providers: [
        {
          name: 'zebra',
          command: ['zebra', '--fast'],
          transport: 'text',
          env: ['ZEBRA_KEY'],
          home: ['.zebra/auth.json'],
          from: 'file',
          slots: 1,
        },
        { name: 'ape', command: ['ape'], transport: 'text', env: [], home: [], from: 'file' },
      ],
      repositories: ['acme/*'],
      sandbox: 'required',
      labels: ['linux'],
      slots: 4,
    });
  });

  it('resolves relative paths of a command from its own folder, where such a file exists', async () => {
    await writeFile(join(folder, 'agent.mjs'), '');
    const config = await load(
      'providers: { a: { command: [./run, agent.mjs, other.mjs, -v], transport: text } }',
      'local',
    );
    expect(config.providers[0]?.command).toEqual([join(folder, 'run'), join(folder, 'agent.mjs'), 'other.mjs', '-v']);
  });

  it('takes every repository and an optional sandbox for local plans', async () => {
    expect(await load('', 'local')).toMatchObject({ repositories: ['*'], sandbox: 'auto', slots: 2, providers: [] });
    expect(await load('sandbox: off', 'local')).toMatchObject({ sandbox: 'off' });
  });

  it('may be missing at its default place only', async () => {
    const file = join(folder, 'none.yml');
    await expect(loadRunnerConfig({ file, named: false }, 'local', '')).resolves.toMatchObject({ providers: [] });
    await expect(loadRunnerConfig({ file, named: true }, 'local', '')).rejects.toThrow('there is no such file');
  });

  it('says which hosts tasks may reach, all of them where it says nothing', async () => {
    expect(await load('', 'local')).not.toHaveProperty('egress');
    expect(await load('egress: []', 'local')).toMatchObject({ egress: [] });
    expect(await load('egress: [API.example.com, "*.example.org", "127.0.0.1:11434"]', 'local')).toMatchObject({
      egress: [
        { host: 'api.example.com', port: undefined },
        { host: '*.example.org', port: undefined },
        { host: '127.0.0.1', port: 11_434 },
      ],
    });
    expect(await problems('egress:\n  - a.com\n  - https://b.com\nrepositories: ["a/*"]\n')).toEqual([
      'runner.yml:3: `egress.1`: `https://b.com` is no host; write a name like api.example.com, `*.example.org` or 127.0.0.1:11434',
    ]);
  });

  it('names every mistake with its line', async () => {
    expect(
      await problems(`providers:
  telnet: { command: [agent], transport: telnet }
  bad name: { command: [x], transport: text }
  empty:
    command: []
    transport: text
    env: [KEY=value]
repositories: ["a/*"]
sandbox: maybe
environments: { staging: {} }
slot: 3
`),
    ).toEqual([
      `runner.yml:2: \`providers.telnet.transport\`: must be one of ${TRANSPORTS.join(', ')}`,
      'runner.yml:3: `providers.bad name`: a name is at most 64 of A-Z a-z 0-9 . _ -',
      'runner.yml:5: `providers.empty.command`: name a program, for example `[node, agent.mjs]`',
      'runner.yml:7: `providers.empty.env.0`: must be the name of an environment variable, without `=` and value',
      'runner.yml:9: `sandbox`: must be auto, required or off',
      'runner.yml:10: `environments`: environments are not built yet; remove this entry',
      'runner.yml:11: unknown entry `slot`; remove or correct it',
    ]);
  });

  it('says in words of its own what kind of value belongs there', async () => {
    expect(
      await problems(`providers:
  a: { command: node agent.mjs, transport: text }
  b: { comand: [x], transport: text }
  c: run.sh
  d: { command: [sleep, 3], transport: text, slots: 0 }
repositories: acme
labels: linux
slots: many
`),
    ).toEqual([
      'runner.yml:2: `providers.a.command`: name a program, for example `[node, agent.mjs]`',
      'runner.yml:3: `providers.b.command`: name a program, for example `[node, agent.mjs]`',
      'runner.yml:3: unknown entry `comand`; remove or correct it',
      'runner.yml:4: `providers.c`: must have entries, for example `{ command: [node, agent.mjs], transport: text }`',
      'runner.yml:5: `providers.d.command.1`: quote this argument: it has to be a text',
      'runner.yml:5: `providers.d.slots`: must be a whole number from 1 to 1024',
      'runner.yml:6: `repositories`: must be a list, for example `[ "acme/*" ]`',
      'runner.yml:7: `labels`: must be a list of at most 64 texts, for example `[linux, gpu]`',
      'runner.yml:8: `slots`: must be a whole number from 1 to 1024',
    ]);
    expect(await problems('hello')).toEqual(['runner.yml:1: the file must hold entries, for example `slots: 4`']);
    expect(await problems('[')).toEqual(['runner.yml:1: not valid YAML: Flow sequence must end with a ]']);
  });

  it.each(['/etc/passwd', '../other/auth.json', '.codex/../../auth.json', '~/.codex/auth.json', '.codex/', '.'])(
    'lends no agent %s',
    async (path) => {
      expect(await problems(`providers: { a: { command: [a], transport: text, home: [${path}] } }\n`)).toEqual([
        'runner.yml:1: `providers.a.home.0`: must be the path of a file from your home on, without `~`, `..` and a slash at its ends',
      ]);
    },
  );

  it('says where the YAML itself is broken', async () => {
    expect((await problems('labels: [a\nslots: 2\n'))[0]).toMatch(/^runner\.yml:2: not valid YAML: /);
  });

  it('must say whose tasks a runner of a service takes', async () => {
    expect(await problems('slots: 1')).toEqual([
      'runner.yml:1: say whose tasks this runner takes, for example `repositories: [ "acme/*" ]`',
    ]);
  });

  it('does not expand an alias bomb', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, index) => {
        const before = 'abcdefg'[index];
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`;
      }),
    ].join('\n');
    expect((await problems(bomb))[0]).toContain('not usable YAML');
  });
});
