import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commitWorktree } from '../../../runner/git/commit.ts';
import { pushAttempt, salvageRef } from '../../../runner/git/push.ts';
import { salvageAttempt } from '../../../runner/git/salvage.ts';
import { filesOf, git, namesIn, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, makeAttempt } from './attempt_fixture.ts';

const ref = 'refs/planwright/attempts/run/task/1';
let fixture: AttemptFixture;
beforeEach(async () => {
  fixture = await makeAttempt({ 'a.txt': 'one', '.gitignore': 'out/\n' });
});
afterEach(async () => await fixture.remove());

const salvage = () => salvageAttempt({ ...fixture.request, ref });

test('what an attempt left, untracked files included, is at its ref, and repeating changes nothing', async () => {
  await writeFiles(fixture.attempt.tree, { 'a.txt': 'half', 'new.txt': 'new', 'out/x': 'ignored' });
  const result = await salvage();
  expect(result).toMatchObject({ kind: 'saved', ref });
  expect(await salvage()).toEqual(result);
  expect(await filesOf(fixture.repository, ref)).toEqual([
    '100644 .gitignore: out/',
    '100644 a.txt: half',
    '100644 new.txt: new',
  ]);
});

test('an attempt that changed nothing leaves no ref', async () => {
  expect(await salvage()).toEqual({ kind: 'nothing' });
  expect(await git(fixture.repository, 'for-each-ref', 'refs/planwright')).toBe('');
});

test('a worktree that was never made ready holds nothing', async () => {
  await rm(join(fixture.attempt.git, 'ORIG_HEAD'));
  expect(await salvage()).toEqual({ kind: 'nothing' });
});

test('a commit that was not pushed is saved though the files are as committed', async () => {
  await writeFiles(fixture.attempt.tree, { 'a.txt': 'two' });
  const { commit } = await commitWorktree(fixture.request);
  expect(await salvage()).toEqual({ kind: 'saved', commit, ref });
});

test('work after the push goes to a ref of its own', async () => {
  const { attempt, mirror, request } = fixture;
  await writeFiles(attempt.tree, { 'a.txt': 'two' });
  const pushed = (await commitWorktree(request)).commit;
  await pushAttempt({ mirror, commit: pushed, ref });
  await writeFiles(attempt.tree, { 'a.txt': 'three' });
  const result = await salvage();
  if (result.kind !== 'saved') throw new Error('nothing was saved');
  expect(result.ref).toBe(salvageRef(ref, result.commit));
  expect(await git(fixture.repository, 'rev-parse', ref, result.ref)).toBe(`${pushed}\n${result.commit}`);
  expect(await salvage()).toEqual(result);
});

test('one nested repository does not cost the rest, nor its own files', async () => {
  const { attempt } = fixture;
  await mkdir(join(attempt.tree, 'nested'));
  await git(join(attempt.tree, 'nested'), 'init', '--quiet');
  await writeFiles(attempt.tree, { 'nested/x.txt': 'x', 'new.txt': 'new', '.GIT/config': '' });
  const result = await salvage();
  expect(result).toMatchObject({ kind: 'saved_in_part', ref, leftOut: ['.GIT', 'nested/.git'] });
  expect(await filesOf(fixture.repository, ref)).toEqual([
    '100644 .gitignore: out/',
    '100644 a.txt: one',
    '100644 nested/x.txt: x',
    '100644 new.txt: new',
  ]);
  expect(await namesIn(join(attempt.folder, 'nested_git'))).toEqual(['1-.GIT', '2-.git']);
});

test('one file that git cannot add does not cost the rest, and git’s complaint names it', async () => {
  await rm(join(fixture.attempt.tree, 'a.txt'));
  await execa('mkfifo', [join(fixture.attempt.tree, 'a.txt')]);
  await writeFiles(fixture.attempt.tree, { 'new.txt': 'new' });
  const result = await salvage();
  expect(result).toMatchObject({
    kind: 'saved_in_part',
    leftOut: ['a.txt: can only add regular files, symbolic links or git-directories'],
  });
  expect(await filesOf(fixture.repository, ref)).toContain('100644 new.txt: new');
});

test('what cannot be looked into is left out and named', async () => {
  const deep = join(fixture.attempt.tree, 'deep', ...Array.from({ length: 450 }, () => 'd'));
  await mkdir(deep, { recursive: true });
  await writeFiles(deep, { 'x.txt': 'x' });
  await writeFiles(fixture.attempt.tree, { 'new.txt': 'new' });
  const result = await salvage();
  if (result.kind !== 'saved_in_part') throw new Error('expected a part');
  expect(result.leftOut).toHaveLength(1);
  expect(await filesOf(fixture.repository, ref)).toContain('100644 new.txt: new');
});
