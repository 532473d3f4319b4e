import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, watch } from 'node:fs';
import { chmod, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { attemptFolder } from '../../../runner/git/attempt_folder.ts';
import { commitWorktree } from '../../../runner/git/commit.ts';
import { fetchMirror } from '../../../runner/git/fetch.ts';
import { openMirror } from '../../../runner/git/mirror.ts';
import { refreshThrowaway } from '../../../runner/git/throwaway.ts';
import { addWorktree, removeWorktree } from '../../../runner/git/worktree.ts';
import { forgetRegistration, listWorktrees, pruneWorktrees } from '../../../runner/git/worktree_list.ts';
import { commitFiles, git, namesIn, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, makeAttempt, makeWorktree } from './attempt_fixture.ts';

let fixture: AttemptFixture;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fixture.remove();
});

test('the agent finds a clean repository on a branch of the task, and can use git as it likes', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one', 'folder/b.txt': 'two' });
  const { tree } = fixture.attempt;
  expect(await git(tree, 'status', '--porcelain=v2', '--branch')).toBe(
    `# branch.oid ${fixture.base}\n# branch.head plan/task`,
  );
  expect(await git(tree, 'log', '--format=%s')).toBe('chore: start');
  await writeFiles(tree, { 'a.txt': 'changed', 'c.txt': 'new' });
  expect(await git(tree, 'diff', '--name-only')).toBe('a.txt');
  await git(tree, 'stash', '--include-untracked');
  expect(await git(tree, 'status', '--porcelain')).toBe('');
  await git(tree, 'stash', 'pop');
  await git(tree, 'add', '--all');
  await git(tree, 'commit', '--quiet', '-m', 'agent');
  await writeFiles(tree, { 'a.txt': 'again' });
  await git(tree, 'restore', 'a.txt');
  await git(tree, 'branch', 'other');
  expect(await git(tree, 'branch', '--format=%(refname:short)')).toBe('other\nplan/task');
  expect(await git(tree, 'remote')).toBe('');
});

test("the agent's commits do not count, its files do", async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const { tree } = fixture.attempt;
  await writeFiles(tree, { 'b.txt': 'two' });
  await git(tree, 'add', '--all');
  await git(tree, 'commit', '--quiet', '-m', 'agent');
  const { commit } = await commitWorktree(fixture.request);
  expect(await git(fixture.mirror.folder, 'log', '--format=%s', commit)).toBe('feat: work\nchore: start');
});

test('a change right after the checkout that keeps the size is seen', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await writeFile(join(fixture.attempt.tree, 'a.txt'), 'eno');
  expect(await git(fixture.attempt.tree, 'status', '--porcelain')).toBe(' M a.txt');
  expect(await commitWorktree(fixture.request)).toMatchObject({ kind: 'committed' });
});

test('worktrees stand side by side, and fetching meanwhile leaves them alone', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const second = await commitFiles(fixture.repository, { 'a.txt': 'two' });
  await fetchMirror(fixture.mirror);
  const others = await Promise.all(
    ['a2', 'a3', 'a4'].map((name) => makeWorktree(fixture.folder, fixture.mirror, second, name)),
  );
  expect(await readFile(join(fixture.attempt.tree, 'a.txt'), 'utf8')).toBe('one');
  expect(await git(fixture.attempt.tree, 'status', '--porcelain')).toBe('');
  for (const { tree } of others) expect(await readFile(join(tree, 'a.txt'), 'utf8')).toBe('two');
  expect((await listWorktrees(fixture.mirror)).map(({ attempt }) => attempt.folder).sort()).toEqual(
    [fixture.attempt, ...others].map(({ folder }) => folder),
  );
});

test.each<[string, (dotGit: string, outside: string) => Promise<void>]>([
  ['a file', (dotGit, outside) => writeFile(dotGit, `gitdir: ${outside}\n`)],
  ['a link to a repository elsewhere', (dotGit, outside) => symlink(outside, dotGit)],
  ['a dangling link', (dotGit) => symlink('/nonexistent/x', dotGit)],
  [
    'a folder without permissions',
    async (dotGit) => {
      await mkdir(join(dotGit, 'hooks', 'deep'), { recursive: true });
      await writeFile(join(dotGit, 'hooks', 'deep', 'x'), '');
      await chmod(join(dotGit, 'hooks', 'deep'), 0);
      await chmod(dotGit, 0);
    },
  ],
  ['nothing', async () => {}],
])('a fresh git directory replaces %s and leaves what it pointed to', async (_, plant) => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const { attempt, repository } = fixture;
  const outside = join(repository, '.git');
  await rm(join(attempt.tree, '.git'), { recursive: true });
  await plant(join(attempt.tree, '.git'), outside);
  await writeFiles(attempt.tree, { 'a.txt': 'two' });
  const { commit } = await commitWorktree(fixture.request);
  await refreshThrowaway(attempt, { commit, branch: 'plan/task' });
  expect((await lstat(join(attempt.tree, '.git'))).isDirectory()).toBe(true);
  expect(await git(attempt.tree, 'rev-parse', 'HEAD')).toBe(commit);
  expect(await git(attempt.tree, 'status', '--porcelain')).toBe('');
  expect(await git(repository, 'status', '--porcelain')).toBe('');
  expect(await git(repository, 'rev-parse', 'HEAD')).toBe(fixture.base);
});

test('a worktree that was replaced by a link is refused', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await rename(fixture.attempt.tree, `${fixture.attempt.tree}.moved`);
  await symlink(fixture.repository, fixture.attempt.tree);
  await expect(commitWorktree(fixture.request)).rejects.toMatchObject({ code: 'worktree_replaced' });
});

test('removing takes folder and registration, links are not followed, and repeating is fine', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const { attempt, mirror } = fixture;
  await symlink(fixture.repository, join(attempt.tree, 'link'));
  await mkdir(join(attempt.tree, 'locked', 'in'), { recursive: true });
  await chmod(join(attempt.tree, 'locked'), 0o555);
  await removeWorktree(mirror, attempt);
  await removeWorktree(mirror, attempt);
  expect(await namesIn(join(attempt.folder, '..'))).toEqual([]);
  expect(await listWorktrees(mirror)).toEqual([]);
  expect(await namesIn(fixture.repository)).toEqual(['.git', 'a.txt']);
});

test('while one is removed its name may go to another, which keeps it', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const { attempt, mirror, base, folder } = fixture;
  const programs = join(folder, 'programs');
  const gone = join(folder, 'gone');
  const goOn = join(folder, 'go_on');
  await mkdir(programs);
  await promisify(execFile)('mkfifo', [gone, goOn]);
  const script = `/bin/rm "$@"\nif [ "$3" = '${attempt.folder}' ]; then : > '${gone}'; read _ < '${goOn}'; fi\ntrue\n`;
  await writeFile(join(programs, 'rm'), `#!/bin/sh\n${script}`, { mode: 0o755 });
  vi.stubEnv('PATH', `${programs}:${process.env.PATH}`);
  const removing = removeWorktree(mirror, attempt);
  await readFile(gone);
  // The folder is gone, and its removal not over yet.
  await fetchMirror(mirror);
  const other = await makeWorktree(folder, mirror, base, 'a2');
  await writeFile(goOn, '');
  await removing;
  expect((await listWorktrees(mirror)).map(({ tree }) => tree)).toEqual([other.tree]);
});

test('what a crash left registered is forgotten once its folder is gone, and only then', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const other = await makeWorktree(fixture.folder, fixture.mirror, fixture.base, 'a2');
  await rm(other.folder, { recursive: true });
  expect(await listWorktrees(fixture.mirror)).toHaveLength(2);
  await pruneWorktrees(fixture.mirror);
  expect((await listWorktrees(fixture.mirror)).map(({ attempt }) => attempt.folder)).toEqual([fixture.attempt.folder]);
  await git(fixture.mirror.folder, 'worktree', 'prune');
  expect(await listWorktrees(fixture.mirror)).toHaveLength(1);
});

test('a work dir behind a link is the same work dir', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  await symlink(join(fixture.folder, 'work'), join(fixture.folder, 'link'));
  const mirror = await openMirror({
    workDir: join(fixture.folder, 'link'),
    repository: 'r1',
    cloneUrl: fixture.repository,
  });
  expect(mirror.folder).toBe(fixture.mirror.folder);
  await removeWorktree(mirror, attemptFolder(join(fixture.folder, 'link', 'attempts', 'a1'), mirror.folder));
  expect(await listWorktrees(mirror)).toEqual([]);
});

test('the checkout of a runner that was killed is waited for, and then nothing of it is left', async () => {
  fixture = await makeAttempt(
    Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`d${n % 40}/f${n}`, `content ${n}`])),
  );
  const { mirror, base } = fixture;
  const folder = join(fixture.folder, 'work', 'attempts', 'killed');
  const options = { folder, commit: base, branch: 'plan/task' };
  const worktreeModule = new URL('../../../runner/git/worktree.ts', import.meta.url).href;
  const runner = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { addWorktree } from ${JSON.stringify(worktreeModule)};
       await addWorktree(${JSON.stringify(mirror)}, ${JSON.stringify(options)});`,
    ],
    { stdio: 'ignore' },
  );
  await mkdir(join(mirror.folder, 'worktrees'), { recursive: true });
  const watcher = watch(join(mirror.folder, 'worktrees'));
  await once(watcher, 'change');
  watcher.close();
  runner.kill('SIGKILL');
  await once(runner, 'exit');
  await removeWorktree(mirror, attemptFolder(folder, mirror.folder));
  await fetchMirror(mirror);
  expect(await namesIn(join(fixture.folder, 'work', 'attempts'))).toEqual(['a1']);
  expect(await listWorktrees(mirror)).toHaveLength(1);
  expect((await makeWorktree(fixture.folder, mirror, base, 'killed')).folder).toBe(folder);
});

test('a checkout that is stopped at whatever moment leaves nothing in the mirror', async () => {
  fixture = await makeAttempt(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}.txt`, 'text'])));
  const { mirror, base: commit } = fixture;
  const registrations = join(mirror.folder, 'worktrees');
  for (let changes = 1; changes <= 12; changes += 1) {
    const folder = join(fixture.folder, 'work', 'attempts', `stopped-${changes}`);
    const stop = new AbortController();
    let seen = 0;
    const watcher = watch(registrations, { recursive: true }, () => {
      seen += 1;
      if (seen === changes) stop.abort();
    });
    const adding = addWorktree(mirror, { folder, commit, branch: 'plan/task', signal: stop.signal });
    await Promise.allSettled([adding]);
    watcher.close();
    // What it was to write is no longer being written: nothing is in the way of who clears it up.
    await removeWorktree(mirror, attemptFolder(folder, mirror.folder));
    expect(await namesIn(registrations), `after ${changes} changes`).toEqual(['tree']);
  }
});

test('a worktree is registered whole before its checkout can be stopped', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const { mirror, base: commit } = fixture;
  const folder = join(fixture.folder, 'work', 'attempts', 'stopped');
  const adding = addWorktree(mirror, { folder, commit, branch: 'plan/task', signal: AbortSignal.abort() });
  await expect(adding).rejects.toMatchObject({ code: 'git_aborted' });
  expect(await listWorktrees(mirror)).toHaveLength(2);
  await removeWorktree(mirror, attemptFolder(folder, mirror.folder));
  expect(await namesIn(join(mirror.folder, 'worktrees'))).toEqual(['tree']);
});

test('who hears that a checkout failed finds nobody still writing to its folder', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const folder = join(fixture.folder, 'work', 'attempts', 'failed');
  const adding = addWorktree(fixture.mirror, { folder, commit: 'no commit', branch: 'plan/task' });
  // What lies there in the very moment of the failure: all of it, since none of it is yet to come.
  const found = await adding.catch(() => readdirSync(folder, { recursive: true }));
  expect(found).toEqual(expect.arrayContaining(['git/HEAD', 'git/config', 'throwaway/HEAD', 'throwaway/config']));
});

test('a shallow repository gives worktrees in which git works', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const head = await commitFiles(fixture.repository, { 'a.txt': 'two' });
  const shallow = join(fixture.folder, 'shallow');
  await git(fixture.folder, 'clone', '--quiet', '--depth=1', `file://${fixture.repository}`, shallow);
  const mirror = await openMirror({ workDir: join(fixture.folder, 'work'), repository: 'r2', cloneUrl: shallow });
  await fetchMirror(mirror);
  const attempt = await makeWorktree(fixture.folder, mirror, head, 'a2');
  expect(await git(attempt.tree, 'log', '--format=%H')).toBe(head);
  await writeFiles(attempt.tree, { 'a.txt': 'three' });
  expect(await commitWorktree({ ...fixture.request, mirror, attempt })).toMatchObject({ kind: 'committed' });
});

test('a name that git gave to another worktree meanwhile stays with that one', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const { mirror, attempt, folder, base } = fixture;
  const [listed] = await listWorktrees(mirror);
  if (listed === undefined) throw new Error('No worktree is listed.');
  await removeWorktree(mirror, attempt);
  const other = await makeWorktree(folder, mirror, base, 'a2');
  const registered = async () =>
    (await listWorktrees(mirror)).map(({ registration, tree }) => ({ registration, tree }));
  expect(await registered()).toEqual([{ registration: listed.registration, tree: other.tree }]);
  await forgetRegistration(mirror, listed);
  expect(await registered()).toEqual([{ registration: listed.registration, tree: other.tree }]);
});

test('a worktree is forgotten before its folder goes, so that nobody can have its name meanwhile', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one' });
  const { mirror, attempt, folder } = fixture;
  const [programs, seen] = [join(folder, 'bin'), join(folder, 'seen')];
  await mkdir(programs);
  const script = `#!/bin/sh\ncase "$*" in *"${attempt.folder}") ls "${mirror.folder}/worktrees" > "${seen}" 2>&1;; esac\nPATH=\${PATH#*:} exec rm "$@"\n`;
  await writeFile(join(programs, 'rm'), script, { mode: 0o755 });
  vi.stubEnv('PATH', `${programs}:${process.env.PATH}`);
  await removeWorktree(mirror, attempt);
  expect(await readFile(seen, 'utf8')).not.toContain('tree');
  expect(await listWorktrees(mirror)).toEqual([]);
});
