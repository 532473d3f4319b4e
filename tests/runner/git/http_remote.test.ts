import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resolveCommit } from '../../../runner/git/ancestry.ts';
import { commitWorktree } from '../../../runner/git/commit.ts';
import type { GitCredential } from '../../../runner/git/credential.ts';
import { fetchMirror } from '../../../runner/git/fetch.ts';
import { type Mirror, openMirror } from '../../../runner/git/mirror.ts';
import { pushAttempt } from '../../../runner/git/push.ts';
import type { CredentialSource } from '../../../runner/git/with_credential.ts';
import { type GitHttpServer, startGitHttpServer } from '../../support/git_http_server.ts';
import { git, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, commitRequest, makeAttempt, makeWorktree } from './attempt_fixture.ts';
import { filesHolding, recordArguments } from './secret_traces.ts';

const ref = 'refs/planwright/attempts/run/task/1';
const credential = { username: 'x-access-token', token: 'ghs_verySecretToken0123456789' };
const credentials = fixedCredential(credential);
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
  const log = await recordArguments(fixture.folder);
  await fetchMirror(mirror, { credentials });
  expect(await resolveCommit(mirror, 'refs/heads/main')).toBe(fixture.base);
  const attempt = await makeWorktree(fixture.folder, mirror, fixture.base, 'http');
  await writeFiles(attempt.tree, { 'a.txt': 'two' });
  const { commit } = await commitWorktree(commitRequest(mirror, attempt));
  expect(await pushAttempt({ mirror, commit, ref, credentials })).toBe('created');
  expect(await pushAttempt({ mirror, commit, ref, credentials })).toBe('already_there');
  expect(await git(join(fixture.folder, 'served', 'a.git'), 'rev-parse', ref)).toBe(commit);

  const seen = await readFile(log, 'utf8');
  expect(seen).toContain('push');
  expect(seen).not.toContain(credential.token);
  expect(server.requests.join('\n')).not.toContain(credential.token);
  expect(await filesHolding(join(fixture.folder, 'work'), credential.token)).toEqual([]);
});

test('a ref that is taken is told over http, too', async () => {
  await fetchMirror(mirror, { credentials });
  await git(join(fixture.folder, 'served', 'a.git'), 'update-ref', ref, fixture.base);
  const attempt = await makeWorktree(fixture.folder, mirror, fixture.base, 'http');
  await writeFiles(attempt.tree, { 'a.txt': 'two' });
  const { commit } = await commitWorktree(commitRequest(mirror, attempt));
  await expect(pushAttempt({ mirror, commit, ref, credentials })).rejects.toMatchObject({ code: 'ref_taken' });
});

test.each([
  ['a wrong token', { ...credential, token: 'ghs_wrong' }],
  ['no token', undefined],
])('%s is an error of its own and asks nobody', async (_, wrong) => {
  const error = await fetchMirror(mirror, { credentials: fixedCredential(wrong) }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'authentication_failed' });
  expect(JSON.stringify(error)).not.toContain('ghs_wrong');
});

/** A source that gives the same again and again. */
function fixedCredential(fixed: GitCredential | undefined): CredentialSource {
  return { current: async () => fixed, drop: () => {} };
}
