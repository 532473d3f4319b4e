import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, expect, test } from 'vitest';
import { commitWorktree } from '../../../runner/git/commit.ts';
import { standsForDotGit } from '../../../runner/git/dot_git_names.ts';
import { findNestedGit } from '../../../runner/git/find_nested_git.ts';
import { salvageAttempt } from '../../../runner/git/salvage.ts';
import { git, makeScratchFolder, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, makeAttempt } from './attempt_fixture.ts';

let fixture: AttemptFixture | undefined;
afterEach(async () => await fixture?.remove());

test.each([
  '.git',
  '.GIT',
  '.gIt',
  'git~1',
  'GIT~1',
  '.git.',
  '.git ',
  '.git . .',
  '.git::$INDEX_ALLOCATION',
  '.g\u200cit',
  '.git\ufeff',
  'a\\.git',
])('%j stands for .git', (name) => {
  expect(standsForDotGit(name)).toBe(true);
});

test.each(['git', '.gitignore', '.github', '.gitmodules', 'x.git', 'git~2', '.git~1', '..git', 'digit', 'legit~1'])(
  '%j is an ordinary name',
  (name) => {
    expect(standsForDotGit(name)).toBe(false);
  },
);

test.each<[string, string, (tree: string) => Promise<unknown>]>([
  ['a repository', 'sub/.git', (tree) => makeNested(join(tree, 'sub'))],
  ['a repository among tracked files', 'src/.git', (tree) => makeNested(join(tree, 'src'))],
  ['a pointer file', 'sub/.git', (tree) => writeFiles(tree, { 'sub/.git': 'gitdir: /elsewhere' })],
  [
    'a link',
    'sub/.git',
    async (tree) => {
      await mkdir(join(tree, 'sub'));
      await symlink('/elsewhere', join(tree, 'sub', '.git'));
    },
  ],
  ['an empty folder', 'sub/.git', (tree) => mkdir(join(tree, 'sub', '.git'), { recursive: true })],
  ['another case at the top', '.GIT', (tree) => writeFiles(tree, { '.GIT/config': '' })],
  ['a short name', 'a/b/git~1', (tree) => writeFiles(tree, { 'a/b/git~1': '' })],
  ['a folder whose contents are ignored, but not itself', 'half/.git', (tree) => makeNested(join(tree, 'half'))],
  ['a folder that is ignored and taken back', 'ignored/but/.git', (tree) => makeNested(join(tree, 'ignored', 'but'))],
])('%s is refused by its path', async (_, path, plant) => {
  fixture = await makeAttempt({
    'src/a.txt': 'one',
    '.gitignore': 'half/*\n.git\nignored/*\n!ignored/but\n',
  });
  await plant(fixture.attempt.tree);
  await expect(commitWorktree(fixture.request)).rejects.toMatchObject({
    code: 'nested_git',
    message: expect.stringContaining(JSON.stringify(path)),
  });
});

test('a name that is not text hides nothing', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const folder = Buffer.concat([Buffer.from(`${fixture.attempt.tree}/`), Buffer.from([0xff, 0xfe])]);
  await mkdir(Buffer.concat([folder, Buffer.from('/.git')]), { recursive: true });
  await expect(commitWorktree(fixture.request)).rejects.toMatchObject({ code: 'nested_git' });
});

test('a repository in an ignored folder is nobody’s business', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one', '.gitignore': 'node_modules/\n' });
  await makeNested(join(fixture.attempt.tree, 'node_modules', ':odd name', 'x'));
  await writeFile(join(fixture.attempt.tree, 'a.txt'), 'two');
  expect(await commitWorktree(fixture.request)).toMatchObject({ kind: 'committed', changed: [{ path: 'a.txt' }] });
});

test('links are not followed', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await symlink(fixture.repository, join(fixture.attempt.tree, 'elsewhere'));
  await symlink('.', join(fixture.attempt.tree, 'loop'));
  expect(await findNestedGit(fixture.attempt.tree, new Set())).toEqual([]);
});

test('the walk is bounded in depth and number', async () => {
  const scratch = await makeScratchFolder();
  await mkdir(join(scratch.path, 'a/b/c/d'), { recursive: true });
  await writeFiles(scratch.path, { one: '', two: '' });
  const limits = { entries: 100, depth: 3, obstacles: 10 };
  expect(await findNestedGit(scratch.path, new Set(), limits)).toEqual([
    { reason: 'too_deep', entry: 'a/b/c', within: 'a/b/c' },
  ]);
  await expect(findNestedGit(scratch.path, new Set(), { ...limits, entries: 4 })).rejects.toMatchObject({
    code: 'tree_unreadable',
  });
  await scratch.remove();
});

test.each(['.gitignore', 'sub/.gitattributes', 'ignored/.gitignore'])(
  'a pipe named %s, on which git would wait for ever, is refused and does not keep work from being salvaged',
  async (name) => {
    fixture = await makeAttempt({ 'a.txt': 'one', 'sub/b.txt': 'two', 'other/.gitignore': 'x' });
    const { tree } = fixture.attempt;
    await writeFiles(tree, { 'new.txt': 'new', 'ignored/x': '', 'nested/.git': '' });
    await execa('mkfifo', [join(tree, name)]);
    await expect(commitWorktree(fixture.request)).rejects.toMatchObject({
      code: 'tree_unreadable',
      message: expect.stringContaining(JSON.stringify(name)),
    });
    const saved = await salvageAttempt({ ...fixture.request, ref: 'refs/planwright/attempts/run/task/1' });
    expect(saved).toMatchObject({ kind: 'saved_in_part', leftOut: [name, 'nested/.git'] });
  },
);

test('other pipes and sockets are nothing git would keep', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await execa('mkfifo', [join(fixture.attempt.tree, 'pipe')]);
  expect(await commitWorktree(fixture.request)).toMatchObject({ kind: 'unchanged' });
});

// To the superuser every folder is readable.
test.runIf(process.getuid?.() !== 0)(
  'a folder that cannot be read is refused by its path, unless git ignores it',
  async () => {
    fixture = await makeAttempt({ 'a.txt': 'one', '.gitignore': 'cache/\n' });
    const { tree } = fixture.attempt;
    await writeFiles(tree, { 'cache/x/y': '', 'shut/in.txt': 'in' });
    await chmod(join(tree, 'cache', 'x'), 0);
    await chmod(join(tree, 'shut'), 0);
    await expect(commitWorktree(fixture.request)).rejects.toMatchObject({
      code: 'tree_unreadable',
      message: expect.stringContaining('"shut"'),
    });
    const saved = await salvageAttempt({ ...fixture.request, ref: 'refs/planwright/attempts/run/task/1' });
    expect(saved).toMatchObject({ kind: 'saved' });
    expect(await git(fixture.repository, 'show', 'refs/planwright/attempts/run/task/1:shut/in.txt')).toBe('in');
  },
);

async function makeNested(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, 'init', '--quiet');
  await git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'nested');
}
