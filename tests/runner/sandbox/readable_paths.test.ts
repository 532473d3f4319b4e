import { describe, expect, it } from 'vitest';
import { type Files, type ReadableQuestion, readablePaths } from '../../../runner/sandbox/readable_paths.ts';

/** A file system of these files (their folders exist too) and links, by path. */
function filesOf(files: readonly string[], links: Readonly<Record<string, string>> = {}): Files {
  const folders = new Set<string>(['/']);
  for (const file of [...files, ...Object.keys(links)]) {
    for (let end = file.indexOf('/', 1); end !== -1; end = file.indexOf('/', end + 1)) folders.add(file.slice(0, end));
  }
  const resolveLinks = (path: string): string | undefined => {
    const link = Object.keys(links).find((name) => path === name || path.startsWith(`${name}/`));
    if (link !== undefined) return resolveLinks(`${links[link]}${path.slice(link.length)}`);
    return files.includes(path) || folders.has(path) ? path : undefined;
  };
  return {
    exists: (path) => resolveLinks(path) !== undefined,
    isFolder: (path) => folders.has(resolveLinks(path) ?? ''),
    resolveLinks,
  };
}

function readable(question: Partial<ReadableQuestion>, files: Files): string[] {
  const whole = {
    path: '/usr/bin',
    home: '/home/ann',
    command: [],
    nodeProgram: '/usr/bin/node',
    runnerOwn: [],
    ...question,
  };
  return readablePaths(whole, files).map(({ path, linkTo }) => (linkTo === undefined ? path : `${path} -> ${linkTo}`));
}

describe('of the PATH', () => {
  it('system folders need no mention, folders that do not exist or are relative get none', () => {
    const path = '/usr/local/bin:/bin:/no/such/folder:relative:.:';
    expect(readable({ path }, filesOf(['/usr/local/bin/tool', '/bin/sh']))).toEqual([]);
  });

  it('a folder elsewhere is readable itself', () => {
    expect(readable({ path: '/home/ann/bin:/usr/bin' }, filesOf(['/home/ann/bin/tool']))).toEqual(['/home/ann/bin']);
  });

  it.each([
    ['/home/ann/.pyenv/shims', ['/home/ann/.pyenv']],
    ['/home/ann/.nvm/versions/node/v24/bin', ['/home/ann/.nvm']],
    ['/home/ann/.cargo/bin', ['/home/ann/.cargo/bin', '/home/ann/.rustup']],
    ['/home/ann/.local/bin', ['/home/ann/.local/bin', '/home/ann/.local/share/pipx']],
    ['/opt/tool/bin', ['/opt/tool']],
  ])('%s brings what its manager keeps, and no credentials', (path, expected) => {
    const secrets = ['.cargo/credentials.toml', '.local/share/keyrings/login', '.ssh/id'].map(
      (name) => `/home/ann/${name}`,
    );
    const others = ['/home/ann/.rustup/settings.toml', '/home/ann/.local/share/pipx/venvs/x', '/opt/other/secret'];
    expect(readable({ path }, filesOf([`${path}/tool`, ...secrets, ...others]))).toEqual(expected);
  });

  it('a link stays a link, so that programs find what lies beside its target', () => {
    const path = '/run/user/1000/fnm_multishells/1/bin';
    const files = filesOf(['/home/ann/.local/share/fnm/v24/bin/node'], {
      '/run/user/1000/fnm_multishells/1': '/home/ann/.local/share/fnm/v24',
    });
    expect(readable({ path }, files)).toEqual([
      '/home/ann/.local/share/fnm',
      `${path} -> /home/ann/.local/share/fnm/v24/bin`,
    ]);
  });
});

describe('of a command', () => {
  it('a script in a package brings the package', () => {
    const files = filesOf(['/srv/agent/package.json', '/srv/agent/src/main.mjs']);
    expect(readable({ command: ['node', '/srv/agent/src/main.mjs'] }, files)).toEqual(['/srv/agent']);
  });

  it('an installed CLI, found on the PATH, brings the packages beside it', () => {
    const cli = '/home/ann/.local/npm/lib/node_modules/cli/main.js';
    const files = filesOf([cli, '/home/ann/.local/npm/lib/node_modules/cli/package.json'], {
      '/home/ann/.local/npm/bin/cli': '/home/ann/.local/npm/lib/node_modules/cli/main.js',
    });
    const question = { path: '/home/ann/.local/npm/bin:/usr/bin', command: ['cli', '--serve'] };
    expect(readable(question, files)).toEqual(['/home/ann/.local/npm/bin', '/home/ann/.local/npm/lib/node_modules']);
  });

  it('a program in a bin folder brings the prefix it is installed in', () => {
    const files = filesOf(['/srv/tool/bin/tool', '/srv/tool/lib/data']);
    expect(readable({ command: ['/srv/tool/bin/tool'] }, files)).toEqual(['/srv/tool']);
  });

  it('a single file is readable alone', () => {
    const files = filesOf(['/srv/agents/agent.mjs', '/srv/agents/.env']);
    expect(readable({ command: ['node', '/srv/agents/agent.mjs'] }, files)).toEqual(['/srv/agents/agent.mjs']);
  });

  it.each([
    ['the home folder', '/home/ann/bin/agent', ['/home/ann/bin/agent']],
    ['a folder that holds more than programs', '/home/ann/.local/bin/agent', ['/home/ann/.local/bin/agent']],
    ['the root', '/bin2/agent', ['/bin2/agent']],
  ])('%s is never readable as a whole', (_, program, expected) => {
    const files = filesOf([program, '/home/ann/package.json']);
    expect(readable({ command: [program] }, files)).toEqual(expected);
  });

  it('what holds or lies in a place of the runner is never readable', () => {
    const files = filesOf(['/srv/p/package.json', '/srv/p/agent.mjs', '/srv/p/work/mirror/HEAD', '/srv/p/runner.yml']);
    const runnerOwn = ['/srv/p/work', '/srv/p/runner.yml'];
    const command = ['/srv/p/agent.mjs', '/srv/p/runner.yml', '/srv/p/work/mirror/HEAD'];
    expect(readable({ command, runnerOwn }, files)).toEqual(['/srv/p/agent.mjs']);
  });

  it('a link to a private place is not readable either', () => {
    const files = filesOf(['/home/ann/.ssh/id'], { '/srv/key': '/home/ann/.ssh/id' });
    expect(readable({ command: ['cat', '/srv/key'] }, files)).toEqual([]);
  });
});

it('the Node that planwright-tool runs on is readable', () => {
  const nodeProgram = '/home/ann/planwright/node_modules/node/bin/node';
  expect(readable({ nodeProgram }, filesOf([nodeProgram]))).toEqual(['/home/ann/planwright/node_modules/node']);
});
