import { chmod, copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AttemptFolder } from '../../../runner/git/attempt_folder.ts';
import { commitWorktree } from '../../../runner/git/commit.ts';
import { fetchMirror } from '../../../runner/git/fetch.ts';
import { gitArguments } from '../../../runner/git/git.ts';
import { gitEnvironment } from '../../../runner/git/git_environment.ts';
import { pushAttempt } from '../../../runner/git/push.ts';
import { salvageAttempt } from '../../../runner/git/salvage.ts';
import { refreshThrowaway } from '../../../runner/git/throwaway.ts';
import { type RunUntrustedGit, runUntrustedGitPlainly } from '../../../runner/git/untrusted_git.ts';
import { removeWorktree } from '../../../runner/git/worktree.ts';
import { filesOf, git, namesIn, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, commitRequest, makeAttempt, makeWorktree } from './attempt_fixture.ts';

/*
 * Each attack plants something that leaves a canary file if git ever starts it, and then lets the runner do all it does
 * with an attempt. No sandbox takes part: what holds here holds by configuration and order alone.
 */

const ref = 'refs/planwright/attempts/run/task/1';
let fixture: AttemptFixture;
let canaries: string;
let program: string;

beforeEach(async () => {
  fixture = await makeAttempt({ 'a.txt': 'one', 'sub/b.txt': 'two' });
  canaries = join(fixture.folder, 'canaries');
  program = join(fixture.folder, 'program.sh');
  await mkdir(canaries);
  await writeFile(program, `#!/bin/sh\ntouch "${canaries}/$(basename "$0")-$$"\ncat\n`);
  await chmod(program, 0o755);
});
afterEach(async () => await fixture.remove());

/** Everything the runner does after an agent, up to the next attempt on what it made. */
async function wholeLife(): Promise<string> {
  const { attempt, mirror, request } = fixture;
  await writeFiles(attempt.tree, { 'a.txt': 'changed', 'new.txt': 'new' });
  const { commit } = await commitWorktree(request);
  await refreshThrowaway(attempt, { commit, branch: 'plan/task' });
  await pushAttempt({ mirror, commit, ref });
  await salvageAttempt({ ...request, ref });
  await removeWorktree(mirror, attempt);
  await fetchMirror(mirror, { refs: [ref] });
  const next = await makeWorktree(fixture.folder, mirror, commit, 'next');
  await writeFiles(next.tree, { 'a.txt': 'changed again' });
  await commitWorktree(commitRequest(mirror, next));
  return commit;
}

/** A configuration that names the program wherever git has a place for one. */
function hostileConfiguration(): string {
  return [
    '[core]',
    `\tfsmonitor = ${program}`,
    `\thooksPath = ${join(fixture.folder, 'hooks')}`,
    `\tsshCommand = ${program}`,
    `\tpager = ${program}`,
    `\teditor = ${program}`,
    '[filter "x"]',
    `\tclean = ${program}`,
    `\tsmudge = ${program}`,
    '\trequired = true',
    '[diff "x"]',
    `\ttextconv = ${program}`,
    `\tcommand = ${program}`,
    '[merge "x"]',
    `\tdriver = ${program}`,
    '[diff]',
    `\texternal = ${program}`,
    '[credential]',
    `\thelper = ${program}`,
    '[gpg]',
    `\tprogram = ${program}`,
    '[commit]',
    '\tgpgSign = true',
    '[uploadpack]',
    `\tpackObjectsHook = ${program}`,
    '',
  ].join('\n');
}

async function plantHooks(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of [
    'pre-commit',
    'post-commit',
    'post-checkout',
    'post-index-change',
    'reference-transaction',
    'pre-push',
    'pre-receive',
    'update',
    'post-receive',
    'post-update',
    'pre-auto-gc',
    'fsmonitor-watchman',
  ]) {
    await copyFile(program, join(folder, name));
    await chmod(join(folder, name), 0o755);
  }
}

const attributes = { '.gitattributes': '* filter=x diff=x merge=x\n' };

test('the canary works: plain git in the throwaway directory starts what is planted there', async () => {
  const { tree } = fixture.attempt;
  await writeFile(join(tree, '.git', 'config'), hostileConfiguration(), { flag: 'a' });
  await writeFiles(tree, { ...attributes, 'a.txt': 'changed' });
  await git(tree, 'add', '--all').catch(() => undefined);
  expect(await namesIn(canaries)).not.toEqual([]);
});

test("programs in the agent's configuration and hooks do not start", async () => {
  const { tree } = fixture.attempt;
  await writeFile(join(tree, '.git', 'config'), hostileConfiguration(), { flag: 'a' });
  await plantHooks(join(tree, '.git', 'hooks'));
  await plantHooks(join(fixture.folder, 'hooks'));
  await writeFiles(tree, { ...attributes, '.git/info/attributes': '* filter=x\n' });
  const commit = await wholeLife();
  expect(await namesIn(canaries)).toEqual([]);
  expect(await git(fixture.repository, 'show', `${commit}:a.txt`)).toBe('changed');
});

test.each(['sub', 'fresh'])(
  'a nested repository with filters in %s is refused before git is let at it',
  async (name) => {
    await makeHostileRepository(join(fixture.attempt.tree, name));
    await expect(commitWorktree(fixture.request)).rejects.toMatchObject({ code: 'nested_git' });
    expect(await namesIn(canaries)).toEqual([]);
    await salvageAttempt({ ...fixture.request, ref });
    expect(await namesIn(canaries)).toEqual([]);
  },
);

test('the canary works: without our care git enters a repository in the place of a submodule', async () => {
  const { tree, git: gitDir, mirrorObjects } = await attemptWithHostileModule();
  const words = gitArguments(['status'], { gitDir, workTree: tree });
  const ignoring = words.indexOf('diff.ignoreSubmodules=all');
  await runUntrustedGitPlainly({
    argv: ['git', ...words.toSpliced(ignoring - 1, 2)],
    env: { ...gitEnvironment(), GIT_ALTERNATE_OBJECT_DIRECTORIES: mirrorObjects },
    readable: [],
    writable: [],
    cwd: tree,
  });
  expect(await namesIn(canaries)).not.toEqual([]);
});

test('a repository in the place of a submodule is not entered', async () => {
  const attempt = await attemptWithHostileModule();
  fixture = { ...fixture, attempt, request: commitRequest(fixture.mirror, attempt) };
  await wholeLife();
  expect(await namesIn(canaries)).toEqual([]);
});

/** An attempt whose base has a submodule, into whose place the agent put a repository with filters. */
async function attemptWithHostileModule(): Promise<AttemptFolder> {
  const { repository, mirror } = fixture;
  await git(repository, 'update-index', '--add', '--cacheinfo', `160000,${fixture.base},module`);
  await writeFiles(repository, { '.gitmodules': '[submodule "module"]\n\tpath = module\n\turl = /nonexistent\n' });
  await git(repository, 'add', '.gitmodules');
  await git(repository, 'commit', '--quiet', '-m', 'module');
  await fetchMirror(mirror);
  const head = await git(repository, 'rev-parse', 'HEAD');
  const attempt = await makeWorktree(fixture.folder, mirror, head, 'module');
  await makeHostileRepository(join(attempt.tree, 'module'));
  return attempt;
}

/** A repository with a tracked file that changed but not in size, so that git must run its filter to know. */
async function makeHostileRepository(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, 'init', '--quiet');
  await writeFiles(folder, { 'x.txt': 'x' });
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '-m', 'x');
  await writeFile(join(folder, '.git', 'config'), hostileConfiguration(), { flag: 'a' });
  await plantHooks(join(folder, '.git', 'hooks'));
  await writeFiles(folder, { ...attributes, 'x.txt': 'y' });
}

test('a repository in an ignored folder is not entered', async () => {
  await makeHostileRepository(join(fixture.attempt.tree, 'ignored', 'repository'));
  await writeFiles(fixture.attempt.tree, { '.gitignore': 'ignored/\n' });
  await wholeLife();
  expect(await namesIn(canaries)).toEqual([]);
});

test('a pointer to a hostile git directory elsewhere is not followed', async () => {
  const elsewhere = join(fixture.folder, 'elsewhere');
  await mkdir(elsewhere);
  await git(elsewhere, 'init', '--quiet');
  await writeFile(join(elsewhere, '.git', 'config'), hostileConfiguration(), { flag: 'a' });
  await plantHooks(join(elsewhere, '.git', 'hooks'));
  const dotGit = join(fixture.attempt.tree, '.git');
  await rm(dotGit, { recursive: true });
  await writeFile(dotGit, `gitdir: ${join(elsewhere, '.git')}\n`);
  await writeFiles(fixture.attempt.tree, attributes);
  await wholeLife();
  expect(await namesIn(canaries)).toEqual([]);
  expect(await namesIn(join(elsewhere, '.git'))).toContain('config');
});

test('without a sandbox: configuration and hooks in the mirror and in the runner’s own git directory do not start', async () => {
  const { attempt, mirror } = fixture;
  for (const folder of [mirror.folder, attempt.git]) {
    await writeFile(join(folder, 'config'), hostileConfiguration(), { flag: 'a' });
    await plantHooks(join(folder, 'hooks'));
    await writeFiles(folder, { 'info/attributes': '* filter=x\n' });
  }
  await plantHooks(join(fixture.folder, 'hooks'));
  await writeFiles(attempt.tree, attributes);
  await wholeLife();
  expect(await namesIn(canaries)).toEqual([]);
});

test('without a sandbox: refs that were moved in the mirror come back with the next fetch', async () => {
  const { attempt, mirror, repository, base } = fixture;
  await writeFiles(attempt.tree, { 'a.txt': 'changed' });
  const { commit } = await commitWorktree(fixture.request);
  await git(mirror.folder, 'update-ref', 'refs/heads/main', commit);
  await fetchMirror(mirror);
  expect(await git(mirror.folder, 'rev-parse', 'refs/heads/main')).toBe(base);
  expect(await git(repository, 'rev-parse', 'refs/heads/main')).toBe(base);
});

test('the user’s own hooks do not run for an attempt’s ref, and nothing of theirs is touched', async () => {
  await plantHooks(join(fixture.repository, '.git', 'hooks'));
  await writeFile(join(fixture.repository, '.git', 'config'), `[uploadpack]\n\tpackObjectsHook = ${program}\n`, {
    flag: 'a',
  });
  await writeFiles(fixture.repository, { 'a.txt': 'not committed', 'untracked.txt': 'mine' });
  const before = await readFile(join(fixture.repository, '.git', 'index'));
  await wholeLife();
  expect(await namesIn(canaries)).toEqual([]);
  expect(await readFile(join(fixture.repository, '.git', 'index'))).toEqual(before);
  expect(await readFile(join(fixture.repository, 'a.txt'), 'utf8')).toBe('not committed');
});

test('writing through a link in the tree does not reach what it points to', async () => {
  const outside = join(fixture.folder, 'outside');
  await writeFiles(outside, { 'secret.txt': 'secret' });
  await rm(join(fixture.attempt.tree, 'sub'), { recursive: true });
  await symlink(outside, join(fixture.attempt.tree, 'sub'));
  const commit = await wholeLife();
  expect(await filesOf(fixture.repository, commit)).toContain(`120000 sub: ${outside}`);
  expect(await namesIn(outside)).toEqual(['secret.txt']);
});

test('objects that do not have the content their id says never reach the mirror', async () => {
  const { attempt, mirror } = fixture;
  await writeFiles(attempt.tree, { 'a.txt': 'changed' });
  const lying: RunUntrustedGit = async (spec) => {
    const result = await runUntrustedGitPlainly(spec);
    if (spec.argv.includes('pack-objects')) {
      const pack = `${spec.argv.at(-1)}-${result.stdout.trim()}.pack`;
      await chmod(pack, 0o600);
      const bytes = await readFile(pack);
      bytes[20] = (bytes[20] ?? 0) ^ 0xff;
      await writeFile(pack, bytes);
    }
    return result;
  };
  await expect(commitWorktree({ ...fixture.request, run: lying })).rejects.toMatchObject({ code: 'git_failed' });
  await git(mirror.folder, 'fsck', '--strict', '--no-dangling');
});

test('a tree that would plant a .git in every later checkout never reaches the mirror', async () => {
  const { attempt, mirror } = fixture;
  await writeFiles(attempt.tree, { 'a.txt': 'changed' });
  const lying: RunUntrustedGit = async (spec) => {
    if (!spec.argv.includes('write-tree')) return await runUntrustedGitPlainly(spec);
    const make = (stdin: string) =>
      runUntrustedGitPlainly({
        ...spec,
        argv: spec.argv.with(-1, 'mktree'),
        stdin: Buffer.from(stdin),
      });
    const empty = await make('');
    return await make(`040000 tree ${empty.stdout.trim()}\t.git\n`);
  };
  await expect(commitWorktree({ ...fixture.request, run: lying })).rejects.toMatchObject({
    code: 'git_failed',
    stderr: expect.stringContaining("contains '.git'"),
  });
  expect(await git(mirror.folder, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
});

test('git that reads the tree may write to the attempt’s git directory only', async () => {
  const specs: { readable: readonly string[]; writable: readonly string[]; env: Readonly<Record<string, string>> }[] =
    [];
  const watched: RunUntrustedGit = async (spec) => {
    specs.push(spec);
    return await runUntrustedGitPlainly(spec);
  };
  await writeFiles(fixture.attempt.tree, { 'a.txt': 'changed' });
  await commitWorktree({ ...fixture.request, run: watched });
  expect(specs.length).toBeGreaterThan(0);
  for (const spec of specs) {
    expect(spec.writable).toEqual([fixture.attempt.git]);
    expect(spec.readable).toEqual([fixture.attempt.tree, fixture.attempt.mirrorObjects]);
    expect(Object.keys(spec.env).filter((name) => /TOKEN|ASKPASS|PROXY/i.test(name))).toEqual([]);
  }
});
