import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectBubblewrap } from '../../../runner/sandbox/detect_bubblewrap.ts';
import { hostPath, seenInside } from '../../../runner/sandbox/run_in_sandbox.ts';
import { type BubblewrapStatus, chooseSandbox, SandboxRequiredError } from '../../../runner/sandbox/sandbox.ts';
import { sandboxArgv } from '../../../runner/sandbox/sandbox_argv.ts';
import { scratchFolder } from '../process/scratch.ts';
import { noSandbox, shell } from './commands.ts';

const available: BubblewrapStatus = { state: 'available', program: '/usr/bin/bwrap', version: '0.8.0' };
const missing: BubblewrapStatus = { state: 'missing', why: 'It is not there.', remedy: 'Get it.' };
const bubblewrap = { kind: 'bubblewrap', program: '/usr/bin/bwrap' } as const;

describe('the choice of the sandbox', () => {
  it.each([
    ['auto', available, bubblewrap],
    ['required', available, bubblewrap],
    ['auto', missing, { kind: 'none', because: 'It is not there. Get it.' }],
    ['off', available, { kind: 'none', because: 'The runner file says `sandbox: off`.' }],
    ['off', missing, { kind: 'none', because: 'The runner file says `sandbox: off`.' }],
  ] as const)('%s where bubblewrap is %o', (setting, status, expected) => {
    expect(chooseSandbox(setting, status)).toEqual(expected);
  });

  it('refuses where one is required and none works', () => {
    expect(() => chooseSandbox('required', missing)).toThrow(SandboxRequiredError);
    expect(() => chooseSandbox('required', missing)).toThrow(/It is not there\. Get it\./);
  });
});

describe('the search for bubblewrap', () => {
  const pretend = (script: string): string => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'bwrap'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bwrap'), 0o755);
    return folder;
  };

  it('says how to install it where it is not', async () => {
    const status = await detectBubblewrap(scratchFolder(), 'search-1');
    expect(status).toMatchObject({ state: 'missing', remedy: expect.stringContaining('apt install bubblewrap') });
  });

  it('does not trust that it works because it is installed', async () => {
    const forbidden = 'echo "bwrap: setting up uid map: Permission denied" >&2; exit 1';
    const path = pretend(`[ "$1" = --version ] && echo "bubblewrap 0.9.0" && exit; ${forbidden}`);
    const status = await detectBubblewrap(path, 'search-2');
    expect(status).toMatchObject({
      state: 'missing',
      why: expect.stringContaining('setting up uid map: Permission denied'),
      remedy: expect.stringContaining('user namespaces'),
    });
  });

  it('asks for a newer one where options are unknown', async () => {
    const unknown = 'echo "bwrap: Unknown option --json-status-fd" >&2; exit 1';
    const path = pretend(`[ "$1" = --version ] && echo "bubblewrap 0.1.2" && exit; ${unknown}`);
    expect(await detectBubblewrap(path, 'search-3')).toMatchObject({ remedy: expect.stringContaining('or newer') });
  });
});

describe('the arguments of bwrap', () => {
  const spec = {
    argv: ['node', '--', '--ro-bind'],
    env: {},
    worktree: '/srv/w',
    home: '/srv/h',
    tmp: '/srv/t',
    mounts: [{ host: '/srv/tools', inside: '/tools', writable: false }],
    readable: [{ path: '/srv/agent' }, { path: '/srv/link', linkTo: '/srv/agent' }],
    network: true,
  };

  it('end with the command, which cannot be taken for options', () => {
    expect(sandboxArgv(spec).slice(-6)).toEqual(['--chdir', '/workspace', '--', 'node', '--', '--ro-bind']);
  });

  it('share the network only where it was asked for', () => {
    expect(sandboxArgv(spec)).not.toContain('--unshare-net');
    expect(sandboxArgv({ ...spec, network: false })).toContain('--unshare-net');
  });

  it('make only the three folders of the command writable', () => {
    const words = sandboxArgv(spec);
    const writable = words.flatMap((word, index) => (word === '--bind' ? [words[index + 1]] : []));
    expect(writable).toEqual(['/srv/t', '/srv/h', '/srv/w']);
  });

  it('show links as links', () => {
    expect(sandboxArgv(spec).join(' ')).toContain('--ro-bind-try /srv/agent /srv/agent --symlink /srv/agent /srv/link');
  });
});

describe('paths', () => {
  const folders = {
    worktree: '/srv/w',
    home: '/srv/h',
    tmp: '/srv/t',
    mounts: [{ host: '/srv/out', inside: '/workspace/out', writable: true }],
  };

  it('are told as the command sees them', () => {
    expect(seenInside(bubblewrap, folders, '/srv/w/src/a.ts')).toBe('/workspace/src/a.ts');
    expect(seenInside(bubblewrap, folders, '/srv/out/file')).toBe('/workspace/out/file');
    expect(seenInside(bubblewrap, folders, '/srv/work')).toBe('/srv/work');
    expect(seenInside(noSandbox, folders, '/srv/w/src/a.ts')).toBe('/srv/w/src/a.ts');
  });

  it('are told back', () => {
    expect(hostPath(folders, '/workspace')).toBe('/srv/w');
    expect(hostPath(folders, '/workspace/out/file')).toBe('/srv/out/file');
    expect(hostPath(folders, '/tmp/x')).toBe('/srv/t/x');
  });
});

it('without a sandbox a command runs in its worktree with a home and temporary files of its own', async () => {
  const folder = scratchFolder();
  const places = ['worktree', 'home', 'tmp'].map((name) => join(folder, name));
  expect(await shell(noSandbox, folder, 'pwd; echo $HOME; echo $TMPDIR')).toBe(`${places.join('\n')}\n`);
});
