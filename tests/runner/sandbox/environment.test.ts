import { describe, expect, it } from 'vitest';
import { childEnvironment, NEVER_PASSED, withoutNpmPath } from '../../../runner/sandbox/environment.ts';

const parts = { own: { PATH: '/usr/bin' }, packageRoot: '/srv/planwright', listed: [], given: {} };

describe('the environment of a command', () => {
  it('has PATH, language and terminal of the runner, and nothing else of it', () => {
    const own = {
      PATH: '/usr/bin',
      LANG: 'C',
      LC_ALL: 'C',
      TERM: 'xterm',
      HOME: '/home/ann',
      SECRET: 'x',
      npm_config_x: 'y',
    };
    expect(childEnvironment({ ...parts, own })).toEqual({ PATH: '/usr/bin', LANG: 'C', LC_ALL: 'C', TERM: 'xterm' });
  });

  it('has what was listed, where the runner has it', () => {
    const own = { PATH: '/usr/bin', MY_KEY: 'k' };
    expect(childEnvironment({ ...parts, own, listed: ['MY_KEY', 'OTHER'] })).toEqual({ PATH: '/usr/bin', MY_KEY: 'k' });
  });

  it("never has Planwright's own secrets, listed or not", () => {
    const own = Object.fromEntries(NEVER_PASSED.map((name) => [name, 'swordfish']));
    expect(childEnvironment({ ...parts, own, listed: NEVER_PASSED })).toEqual({ PATH: '' });
    expect(NEVER_PASSED).toContain('RUNNER_TOKEN');
  });

  it('has what Planwright tells it, above all else', () => {
    const own = { PATH: '/usr/bin', PLANWRIGHT_RUN: 'of an outer run' };
    const environment = childEnvironment({
      ...parts,
      own,
      listed: ['PLANWRIGHT_RUN'],
      given: { PLANWRIGHT_RUN: 'r1' },
    });
    expect(environment.PLANWRIGHT_RUN).toBe('r1');
  });

  it('finds planwright-tool first, and toolchains by their variables', () => {
    const more = { tools: '/tools', toolchains: { RUSTUP_HOME: '/home/ann/.rustup' } };
    expect(childEnvironment({ ...parts, ...more })).toEqual({
      PATH: '/tools:/usr/bin',
      RUSTUP_HOME: '/home/ann/.rustup',
    });
  });
});

describe('the PATH', () => {
  it('loses what npm put in front and keeps the rest in order', () => {
    const ofNpm = [
      '/srv/planwright/node_modules/.bin',
      '/srv/node_modules/.bin',
      '/node_modules/.bin',
      '/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin',
    ];
    const own = ['/home/ann/project/node_modules/.bin', '/usr/local/bin', '/usr/bin'];
    expect(withoutNpmPath([...ofNpm, ...own].join(':'), '/srv/planwright')).toBe(own.join(':'));
  });

  it('loses empty entries, which would mean the worktree', () => {
    expect(withoutNpmPath(':/usr/bin::/bin:', '/srv/planwright')).toBe('/usr/bin:/bin');
  });
});
