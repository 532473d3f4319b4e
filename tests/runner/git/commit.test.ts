import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { changedPaths } from '../../../runner/git/changed_paths.ts';
import { commitWorktree } from '../../../runner/git/commit.ts';
import { fetchMirror } from '../../../runner/git/fetch.ts';
import { attemptCommits } from '../../../runner/git/worktree.ts';
import { filesOf, git, namesIn, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, commitRequest, makeAttempt, makeWorktree } from './attempt_fixture.ts';

let fixture: AttemptFixture;
afterEach(async () => await fixture.remove());

async function commitOrFail(): Promise<string> {
  const result = await commitWorktree(fixture.request);
  if (result.kind !== 'committed') throw new Error('nothing was committed');
  return result.commit;
}

test('a worktree without changes is no commit', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  expect(await commitWorktree(fixture.request)).toEqual({ kind: 'unchanged', commit: fixture.base });
});

test('new, changed and removed files are committed, ignored ones and empty folders are not', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one', 'b.txt': 'two', '.gitignore': 'out/\n' });
  const { tree } = fixture.attempt;
  await writeFiles(tree, { 'a.txt': 'won', 'new/c.txt': 'three', 'out/big.bin': 'x' });
  await rm(join(tree, 'b.txt'));
  await mkdir(join(tree, 'empty'));
  const result = await commitWorktree(fixture.request);
  expect(result).toMatchObject({
    kind: 'committed',
    changed: [
      { path: 'a.txt', status: 'modified', kind: 'file' },
      { path: 'b.txt', status: 'deleted', kind: 'file', objectId: undefined },
      { path: 'new/c.txt', status: 'added', kind: 'file' },
    ],
  });
  expect(await filesOf(fixture.mirror.folder, result.commit)).toEqual([
    '100644 .gitignore: out/',
    '100644 a.txt: won',
    '100644 new/c.txt: three',
  ]);
});

test('the commit names agent and Planwright, the date it was given, and its parents', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await writeFiles(fixture.attempt.tree, { 'a.txt': 'two' });
  const first = await commitOrFail();
  const second = await commitWorktree({ ...fixture.request, alsoParents: [fixture.base] });
  expect(await git(fixture.mirror.folder, 'log', '-1', '--format=%an %ae %at|%cn %ce %ct|%P|%B', first)).toBe(
    `coder coder@planwright.invalid 1700000100|Planwright planwright@planwright.invalid 1700000100|${fixture.base}|feat: work\n`,
  );
  expect(await git(fixture.mirror.folder, 'log', '-1', '--format=%P', second.commit)).toBe(`${first} ${fixture.base}`);
});

test('small steps follow one another, and their sum is the change against the base', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await writeFiles(fixture.attempt.tree, { 'a.txt': 'two' });
  const first = await commitOrFail();
  await writeFiles(fixture.attempt.tree, { 'b.txt': 'three' });
  const second = await commitOrFail();
  expect(await git(fixture.mirror.folder, 'rev-parse', `${second}^`)).toBe(first);
  const changed = await changedPaths(fixture.mirror, fixture.base, second);
  expect(changed.map(({ path }) => path)).toEqual(['a.txt', 'b.txt']);
});

test('names of all kinds are committed as they are', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const names = [
    '-rf',
    '--',
    ':(exclude)x',
    'a "quoted" name',
    "it's",
    'line\nend',
    '*.txt',
    'ünïcödé 🙂',
    ' lead',
    '\\back',
    '#hash',
    '!bang',
  ];
  await writeFiles(fixture.attempt.tree, Object.fromEntries(names.map((name) => [name, 'content'])));
  await writeFile(Buffer.concat([Buffer.from(`${fixture.attempt.tree}/`), Buffer.from([0xff, 0xfe])]), 'bytes');
  const result = await commitWorktree(fixture.request);
  if (result.kind !== 'committed') throw new Error('nothing was committed');
  expect(result.changed.map(({ path }) => path).sort()).toEqual([...names, '\ufffd\ufffd'].sort());
});

test('executable bits and links are kept, and a link is never followed', async () => {
  fixture = await makeAttempt({ 'run.sh': 'echo', 'folder/in.txt': 'in' });
  const { tree } = fixture.attempt;
  await writeFiles(fixture.folder, { 'outside/secret.txt': 'secret' });
  await chmod(join(tree, 'run.sh'), 0o755);
  await rm(join(tree, 'folder'), { recursive: true });
  await symlink(join(fixture.folder, 'outside'), join(tree, 'folder'));
  await symlink('/etc/passwd', join(tree, 'passwd'));
  const commit = await commitOrFail();
  expect(await filesOf(fixture.mirror.folder, commit)).toEqual([
    `120000 folder: ${join(fixture.folder, 'outside')}`,
    '120000 passwd: /etc/passwd',
    '100755 run.sh: echo',
  ]);
});

test('line ends and files under filters are stored byte by byte', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one\r\n', '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs\n' });
  await writeFiles(fixture.attempt.tree, { 'b.txt': 'two\r\nthree', 'c.bin': 'not a pointer' });
  const commit = await commitOrFail();
  expect(await git(fixture.mirror.folder, 'cat-file', 'blob', `${commit}:b.txt`)).toBe('two\r\nthree');
  expect(await git(fixture.mirror.folder, 'cat-file', 'blob', `${commit}:c.bin`)).toBe('not a pointer');
});

test('submodules stay as they are, whatever is in their place', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const { repository } = fixture;
  for (const name of ['kept', 'gone', 'filled', 'file']) {
    await git(repository, 'update-index', '--add', '--cacheinfo', `160000,${fixture.base},${name}`);
  }
  await git(repository, 'commit', '--quiet', '-m', 'chore: submodules');
  const base = await git(repository, 'rev-parse', 'HEAD');
  await fetchMirror(fixture.mirror);
  const attempt = await makeWorktree(fixture.folder, fixture.mirror, base, 'a2');
  await rm(join(attempt.tree, 'gone'), { recursive: true });
  await rm(join(attempt.tree, 'file'), { recursive: true });
  await writeFiles(attempt.tree, { 'filled/x.txt': 'x', file: 'f', 'b.txt': 'b' });
  await git(join(attempt.tree, 'kept'), 'init', '--quiet');
  await git(join(attempt.tree, 'kept'), 'commit', '--quiet', '--allow-empty', '-m', 'other');
  const result = await commitWorktree(commitRequest(fixture.mirror, attempt));
  expect(result).toMatchObject({ kind: 'committed', changed: [{ path: 'b.txt', status: 'added' }] });
});

test('five thousand files are committed and leave one pack in the mirror', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const files = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`d${n % 50}/f${n}.txt`, `content ${n}`]));
  await writeFiles(fixture.attempt.tree, files);
  const packsBefore = (await namesIn(join(fixture.mirror.folder, 'objects', 'pack'))).filter((name) =>
    name.endsWith('.pack'),
  );
  const result = await commitWorktree(fixture.request);
  if (result.kind !== 'committed') throw new Error('nothing was committed');
  expect(result.changed).toHaveLength(5000);
  const packs = (await namesIn(join(fixture.mirror.folder, 'objects', 'pack'))).filter((name) =>
    name.endsWith('.pack'),
  );
  expect(packs.length - packsBefore.length).toBe(1);
  await git(fixture.mirror.folder, 'fsck', '--strict', '--no-dangling', result.commit);
});

test('a commit whose tree was emptied is a commit', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await rm(join(fixture.attempt.tree, 'a.txt'));
  expect(await filesOf(fixture.mirror.folder, await commitOrFail())).toEqual([]);
});

test('a file that is too large is refused by name, and the attempt stays where it stood; a salvage takes it', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const before = await attemptCommits(fixture.attempt);
  await writeFiles(fixture.attempt.tree, { 'small.bin': 'x'.repeat(100), 'large.bin': 'x'.repeat(101) });
  const request = { ...fixture.request, largestFileBytes: 100 };
  await expect(commitWorktree(request)).rejects.toMatchObject({
    code: 'file_too_large',
    message: '"large.bin" has 101 bytes, and 100 is the most that is committed; remove it, or let .gitignore name it.',
  });
  expect(await attemptCommits(fixture.attempt)).toEqual(before);
  const partial = { leaveOut: [], onComplaint: () => {} };
  expect(await commitWorktree({ ...request, partial })).toMatchObject({ kind: 'committed' });
});
