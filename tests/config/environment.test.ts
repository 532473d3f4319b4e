import { describe, expect, test } from 'vitest';
import { readServiceAddress } from '../../src/config/client_environment.ts';
import { EnvironmentError } from '../../src/config/environment_error.ts';
import { readRunnerEnvironment } from '../../src/config/runner_environment.ts';
import { readServiceEnvironment } from '../../src/config/service_environment.ts';

const tokens = { RUNNER_TOKEN: 'for-runners', OPERATOR_TOKEN: 'for-people' };

function problemsOf(read: () => unknown): EnvironmentError {
  try {
    read();
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('the service', () => {
  test('needs its tokens and has a default for all else', () => {
    expect(readServiceEnvironment(tokens)).toEqual({
      databaseUrl: 'file:.planwright/planwright.db',
      databaseAuthToken: undefined,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: undefined,
      trustedProxies: 0,
      runnerToken: 'for-runners',
      operatorToken: 'for-people',
      tickSecret: undefined,
      logLevel: 'info',
      leaseMs: 30_000,
      tickIntervalMs: 1_000,
      cancelGraceMs: 5_000,
      maxConcurrency: 256,
      maxRepositoryConcurrency: 64,
      attemptTimeoutMs: 3_600_000,
      stepTimeoutMs: 1_800_000,
      idleMs: 600_000,
      logHeadBytes: 2_097_152,
      logTailBytes: 8_388_608,
      logRetentionMs: 2_592_000_000,
    });
  });

  test('reads what is given, and takes an empty variable for one that is not set', () => {
    const read = readServiceEnvironment({
      ...tokens,
      PORT: ' 8080 ',
      HOST: '',
      LEASE_MS: '2000',
      TICK_INTERVAL_MS: '0',
      PUBLIC_URL: 'https://planwright.example.org/',
      TRUSTED_PROXIES: '2',
    });
    expect(read).toMatchObject({ port: 8080, host: '127.0.0.1', leaseMs: 2000, tickIntervalMs: 0, trustedProxies: 2 });
    expect(read.publicUrl).toBe('https://planwright.example.org');
  });

  test('names everything that is wrong at once, each with how to mend it', () => {
    const error = problemsOf(() =>
      readServiceEnvironment({
        OPERATOR_TOKEN: 'a b',
        PORT: '70000',
        LOG_LEVEL: 'loud',
        TRUSTED_PROXIES: 'all',
        DATABASE_URL: 'planwright.db',
      }),
    );
    expect(error.message).toMatchInlineSnapshot(`
      "DATABASE_URL is neither a file: URL nor that of a libSQL server. Give for example file:/var/lib/planwright/planwright.db or https://db.example.org.
      PORT is no port number. Give a number from 0 (any free port) to 65535.
      TRUSTED_PROXIES is no number from 0 to 9. Give how many proxies stand in front of the service, 1 for most, or leave it out for none.
      RUNNER_TOKEN is not set. Choose a secret that runners prove themselves with, for example by \`openssl rand -hex 32\`.
      OPERATOR_TOKEN holds spaces or characters other than ASCII. Choose another secret, for people and the command line, for example by \`openssl rand -hex 32\`.
      LOG_LEVEL is no level (trace, debug, info, warn, error, fatal, silent). Leave it out for info."
    `);
  });

  test('takes no secret of a few characters', () => {
    const short = { RUNNER_TOKEN: 'x', OPERATOR_TOKEN: 'abc', TICK_SECRET: '12' };
    expect(problemsOf(() => readServiceEnvironment(short)).problems.map(({ name, what }) => `${name} ${what}`)).toEqual(
      [
        'RUNNER_TOKEN has fewer than 4 characters',
        'OPERATOR_TOKEN has fewer than 4 characters',
        'TICK_SECRET has fewer than 4 characters',
      ],
    );
    expect(readServiceEnvironment({ ...tokens, TICK_SECRET: 'second' }).tickSecret).toBe('second');
  });

  test('never shows a secret', () => {
    const error = problemsOf(() => readServiceEnvironment({ ...tokens, TICK_SECRET: 'très secret' }));
    expect(error.message).not.toContain('très');
  });
});

describe('the runner', () => {
  test('needs to know whom it works for', () => {
    const error = problemsOf(() => readRunnerEnvironment({ PLANWRIGHT_URL: 'forge.example.org' }));
    expect(error.problems.map(({ name, what }) => `${name} ${what}`)).toEqual([
      'PLANWRIGHT_URL is no http or https URL',
      'RUNNER_TOKEN is not set',
    ]);
  });

  test('keeps its files where it is told', () => {
    const read = readRunnerEnvironment({
      PLANWRIGHT_URL: 'http://127.0.0.1:3000/',
      RUNNER_TOKEN: 'for-runners',
      PLANWRIGHT_WORK_DIR: '/var/tmp/work',
      PLANWRIGHT_RUNNER_CONFIG: '/etc/planwright/runner.yml',
    });
    expect(read).toMatchObject({ serviceUrl: 'http://127.0.0.1:3000', workDir: '/var/tmp/work' });
    expect(read.runnerFile).toEqual({ file: '/etc/planwright/runner.yml', named: true });
  });
});

describe('the command line', () => {
  test('talks to the service that is named, else to the runs of the repository', () => {
    expect(readServiceAddress({ OPERATOR_TOKEN: 'x' })).toBeUndefined();
    expect(readServiceAddress({ PLANWRIGHT_URL: 'https://a.example', OPERATOR_TOKEN: 'x' })).toEqual({
      url: 'https://a.example',
      token: 'x',
    });
    expect(problemsOf(() => readServiceAddress({ PLANWRIGHT_URL: 'https://a.example' })).message).toContain(
      'OPERATOR_TOKEN is not set',
    );
  });
});
