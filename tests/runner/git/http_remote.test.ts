import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resolveCommit } from '../../../runner/git/ancestry.ts';
import { commitWorktree } from '../../../runner/git/commit.ts';
import { fetchMirror } from '../../../runner/git/fetch.ts';
import { type Mirror, openMirror } from '../../../runner/git/mirror.ts';
import { pushAttempt } from '../../../runner/git/push.ts';
import { type GitHttpServer, startGitHttpServer } from '../../support/git_http_server.ts';
import { git, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, commitRequest, makeAttempt, makeWorktree } from './attempt_fixture.ts';

const ref = 'refs/planwright/attempts/run/task/1';
const credential = { username: 'x-access-token', token: 'ghs_verySecretToken0123456789' };
let fixture: AttemptFixture;
let server: GitHttpServer;
let mirror: Mirror;

beforeEach(async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await git(fixture.folder, 'clone', '--quiet', '--bare', fixture.repository, join(fixture.folder, 'served', 'a.git'));
  server = await startGitHttpServer({ root: join(fixture.folder, 'served'), ...credential });
  mirror = await openMirror({
    workDir: join(fixture.folder, 'work'),
    repository: 'r2',
    cloneUrl: `${server.url}/a.git`,
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await fixture.remove();
});

test('fetch and push over http answer for the token by askpass, which is in no argument and no file', async () => {
  const log = await recordArguments();
  await fetchMirror(mirror, { credential });
  expect(await resolveCommit(mirror, 'refs/heads/main')).toBe(fixture.base);
  const attempt = await makeWorktree(fixture.folder, mirror, fixture.base, 'http');
  await writeFiles(attempt.tree, { 'a.txt': 'two' });
  const { commit } = await commitWorktree(commitRequest(mirror, attempt));
  expect(await pushAttempt({ mirror, commit, ref, credential })).toBe('created');
  expect(await pushAttempt({ mirror, commit, ref, credential })).toBe('already_there');
  expect(await git(join(fixture.folder, 'served', 'a.git'), 'rev-parse', ref)).toBe(commit);

  const seen = await readFile(log, 'utf8');
  expect(seen).toContain('push');
  expect(seen).not.toContain(credential.token);
  expect(server.requests.join('\n')).not.toContain(credential.token);
  expect(await filesHolding(join(fixture.folder, 'work'), credential.token)).toEqual([]);
});

test('a ref that is taken is told over http, too', async () => {
  await fetchMirror(mirror, { credential });
  await git(join(fixture.folder, 'served', 'a.git'), 'update-ref', ref, fixture.base);
  const attempt = await makeWorktree(fixture.folder, mirror, fixture.base, 'http');
  await writeFiles(attempt.tree, { 'a.txt': 'two' });
  const { commit } = await commitWorktree(commitRequest(mirror, attempt));
  await expect(pushAttempt({ mirror, commit, ref, credential })).rejects.toMatchObject({ code: 'ref_taken' });
});

test.each([
  ['a wrong token', { ...credential, token: 'ghs_wrong' }],
  ['no token', undefined],
])('%s is an error of its own and asks nobody', async (_, wrong) => {
  const error = await fetchMirror(mirror, { credential: wrong }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'authentication_failed' });
  expect(JSON.stringify(error)).not.toContain('ghs_wrong');
});

/** Puts a program named git first on `PATH` that notes its arguments and then becomes the real one. */
async function recordArguments(): Promise<string> {
  const folder = join(fixture.folder, 'bin');
  const log = join(fixture.folder, 'arguments');
  const real = join(await git(fixture.folder, '--exec-path'), 'git');
  await mkdir(folder);
  await writeFile(join(folder, 'git'), `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\nexec '${real}' "$@"\n`);
  await chmod(join(folder, 'git'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  return log;
}

async function filesHolding(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(files.map(async (file) => ((await readFile(file)).includes(text) ? [file] : [])));
  return found.flat();
}
