import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commitWorktree } from '../../../runner/git/commit.ts';
import { pushAttempt } from '../../../runner/git/push.ts';
import { commitFiles, git, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, makeAttempt } from './attempt_fixture.ts';

const ref = 'refs/planwright/attempts/0199-run/parser.v2/1';
let fixture: AttemptFixture;
let commit: string;

beforeEach(async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await writeFiles(fixture.attempt.tree, { 'a.txt': 'two' });
  commit = (await commitWorktree(fixture.request)).commit;
});
afterEach(async () => await fixture.remove());

const remoteRef = () => git(fixture.repository, 'for-each-ref', '--format=%(objectname)', 'refs/planwright');

test('a commit is pushed to a new ref, and pushing it again is fine', async () => {
  const { mirror } = fixture;
  expect(await pushAttempt({ mirror, commit, ref })).toBe('created');
  expect(await pushAttempt({ mirror, commit, ref })).toBe('already_there');
  expect(await remoteRef()).toBe(commit);
  expect(await git(fixture.repository, 'show', `${commit}:a.txt`)).toBe('two');
});

test('the same push from several places at once creates it once', async () => {
  const { mirror } = fixture;
  const answers = await Promise.all(Array.from({ length: 4 }, () => pushAttempt({ mirror, commit, ref })));
  expect(answers).toContain('created');
  expect(await remoteRef()).toBe(commit);
});

test('a ref that holds another commit is not moved, not even forward', async () => {
  const { mirror, repository, base } = fixture;
  await git(repository, 'update-ref', ref, base);
  await expect(pushAttempt({ mirror, commit, ref })).rejects.toMatchObject({ code: 'ref_taken' });
  expect(await remoteRef()).toBe(base);
  const stranger = await commitFiles(repository, { 'c.txt': 'stranger' });
  await git(repository, 'update-ref', ref, stranger);
  await expect(pushAttempt({ mirror, commit, ref })).rejects.toMatchObject({ code: 'ref_taken' });
  expect(await remoteRef()).toBe(stranger);
});

test.each([
  'refs/heads/main',
  'refs/tags/v1',
  'refs/planwright/attempts/run/task',
  'refs/planwright/attempts/run/task/0',
  'refs/planwright/attempts/run/../1',
  'refs/planwright/attempts/run/task.lock/1',
  'refs/planwright/attempts/run/task/1:refs/heads/main',
  '--mirror',
])('%s is no ref a runner may push', async (other) => {
  await expect(pushAttempt({ mirror: fixture.mirror, commit, ref: other })).rejects.toMatchObject({
    code: 'ref_refused',
  });
});

test('a remote that refuses is quoted', async () => {
  await git(fixture.repository, 'config', 'receive.hideRefs', 'refs/planwright');
  await expect(pushAttempt({ mirror: fixture.mirror, commit, ref })).rejects.toMatchObject({
    code: 'push_refused',
    message: expect.stringContaining('hidden ref'),
  });
});

test('a remote that is gone is an error of its own', async () => {
  const mirror = { ...fixture.mirror, cloneUrl: { kind: 'folder', address: join(fixture.folder, 'gone') } } as const;
  await expect(pushAttempt({ mirror, commit, ref })).rejects.toMatchObject({ code: 'git_failed' });
});

test('a push can be stopped', async () => {
  const signal = AbortSignal.abort();
  await expect(pushAttempt({ mirror: fixture.mirror, commit, ref, signal })).rejects.toMatchObject({
    code: 'git_aborted',
  });
});
