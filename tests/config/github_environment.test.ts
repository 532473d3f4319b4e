import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CredentialsError, parseAppCredentials, printAppCredentials } from '../../src/config/app_credentials.ts';
import { EnvironmentError } from '../../src/config/environment_error.ts';
import { readGitHubEnvironment } from '../../src/config/github_environment.ts';
import { readGitHubHosts } from '../../src/config/github_hosts.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const named = { APP_ID: '42', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'hush-hush' };
const credentials = {
  appId: 7,
  slug: 'planwright-acme',
  privateKey: pem,
  webhookSecret: 'from-the-file',
  htmlUrl: 'https://github.com/apps/planwright-acme',
  owner: 'acme',
};

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems.map(({ name, what }) => `${name} ${what}`);
    throw error;
  }
  return [];
}

describe('the environment of the GitHub side', () => {
  test('is none where nothing names an App', () => {
    expect(readGitHubEnvironment({})).toBeUndefined();
    expect(readGitHubEnvironment({ APP_ID: '', PUBLIC_URL: 'https://planwright.example.org' })).toBeUndefined();
  });

  test('has a default for all but the App itself', () => {
    expect(readGitHubEnvironment(named)).toEqual({
      appId: 42,
      privateKey: pem,
      webhookSecret: 'hush-hush',
      source: 'environment',
      apiUrl: 'https://api.github.com',
      webUrl: 'https://github.com',
      allowedOwners: undefined,
      writeSpacingMs: 1_000,
      deliverySweepMs: 300_000,
      publicUrl: undefined,
    });
  });

  test('takes what is given', () => {
    const read = readGitHubEnvironment({
      ...named,
      ALLOWED_OWNERS: ' Acme, octo-cat  ACME',
      GITHUB_WRITE_SPACING_MS: '0',
      DELIVERY_SWEEP_MS: '60000',
      PUBLIC_URL: 'https://planwright.example.org/',
    });
    expect(read).toMatchObject({ allowedOwners: ['acme', 'octo-cat'], writeSpacingMs: 0, deliverySweepMs: 60_000 });
    expect(read?.publicUrl).toBe('https://planwright.example.org');
  });

  test.each([
    ['with line ends of two characters', pem.replaceAll('\n', '\\n')],
    ['with spaces for line ends', pem.trim().replaceAll('\n', ' ')],
    ['with line ends of Windows', pem.replaceAll('\n', '\r\n')],
    ['in base64', Buffer.from(pem).toString('base64')],
  ])('takes the key %s', (_how, key) => {
    expect(readGitHubEnvironment({ ...named, PRIVATE_KEY: key })?.privateKey).toBe(pem);
  });

  test('takes a key in PKCS #8, and one from a file', () => {
    expect(readGitHubEnvironment({ ...named, PRIVATE_KEY: pkcs8 })?.privateKey).toBe(pkcs8);
    const inFile = { APP_ID: '42', PRIVATE_KEY_PATH: 'app.pem', WEBHOOK_SECRET: 'hush-hush' };
    expect(readGitHubEnvironment(inFile, { privateKey: pem })?.privateKey).toBe(pem);
    expect(problemsOf(() => readGitHubEnvironment(inFile))).toEqual([
      'PRIVATE_KEY_PATH names a file that cannot be read',
    ]);
    expect(problemsOf(() => readGitHubEnvironment(inFile, { privateKey: 'no key' }))).toEqual([
      'PRIVATE_KEY_PATH names a file without an RSA private key',
    ]);
  });

  test('names all that is missing and wrong at once, and never shows a secret', () => {
    const read = () =>
      readGitHubEnvironment({
        PRIVATE_KEY: 'très secret',
        ALLOWED_OWNERS: 'acme/web',
        GHE_HOST: 'https://github.example.org/',
        GHE_PROTOCOL: 'ftp',
        DELIVERY_SWEEP_MS: 'often',
      });
    expect(problemsOf(read)).toEqual([
      'GHE_HOST is no host name',
      'GHE_PROTOCOL is neither http nor https',
      'PRIVATE_KEY is no RSA private key in PEM',
      'ALLOWED_OWNERS holds what is no login',
      'DELIVERY_SWEEP_MS is not a whole number of milliseconds',
      'APP_ID is not set',
      'WEBHOOK_SECRET is not set',
    ]);
    expect(read).toThrow('planwright setup');
    expect(read).not.toThrow('très');
  });

  test('goes before the file of `planwright setup`, as a whole', () => {
    expect(readGitHubEnvironment({}, { credentials })).toMatchObject({ appId: 7, source: 'file' });
    expect(readGitHubEnvironment(named, { credentials })).toMatchObject({ appId: 42, webhookSecret: 'hush-hush' });
    expect(problemsOf(() => readGitHubEnvironment({ APP_ID: '42' }, { credentials }))).toEqual([
      'PRIVATE_KEY is not set',
      'WEBHOOK_SECRET is not set',
    ]);
  });
});

describe('where GitHub is', () => {
  test('a host of its own has its API below it', () => {
    expect(readGitHubHosts({ GHE_HOST: 'github.example.org' })).toEqual({
      apiUrl: 'https://github.example.org/api/v3',
      webUrl: 'https://github.example.org',
    });
    expect(readGitHubHosts({ GHE_HOST: '127.0.0.1:8080', GHE_PROTOCOL: 'http' }).apiUrl).toBe(
      'http://127.0.0.1:8080/api/v3',
    );
    expect(readGitHubHosts({ GHE_HOST: 'localhost:8080', GHE_PROTOCOL: 'http' }).webUrl).toBe('http://localhost:8080');
  });

  test('plain http is for this machine alone', () => {
    for (const host of ['github.example.org', '127.0.0.1.example.org', '10.0.0.7:8080']) {
      expect(problemsOf(() => readGitHubHosts({ GHE_HOST: host, GHE_PROTOCOL: 'http' }))).toEqual([
        `GHE_PROTOCOL is http, but ${host} is not on this machine`,
      ]);
    }
  });

  test('a host is nothing but a host, and github.com needs none', () => {
    for (const host of ['github.example.org/api/v3', 'someone@github.example.org', 'github.com', 'a b']) {
      expect(problemsOf(() => readGitHubHosts({ GHE_HOST: host }))).toHaveLength(1);
    }
  });
});

describe('the file of credentials', () => {
  test('is read as it was written', () => {
    expect(parseAppCredentials(printAppCredentials(credentials), 'app.json')).toEqual(credentials);
  });

  test('that is damaged says what is missing, without what it holds', () => {
    const damaged = JSON.stringify({ ...credentials, privateKey: pem.slice(0, 200), owner: undefined });
    expect(() => parseAppCredentials(damaged, 'app.json')).toThrow(
      new CredentialsError(
        'app.json does not hold a usable privateKey, owner. Restore it, or remove it and give APP_ID, PRIVATE_KEY and WEBHOOK_SECRET instead.',
      ),
    );
    expect(() => parseAppCredentials('', 'app.json')).toThrow('is no JSON object');
  });
});
