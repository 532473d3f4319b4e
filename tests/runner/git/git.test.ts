import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runGit } from '../../../runner/git/git.ts';
import { alternateObjectDirectories, gitEnvironment } from '../../../runner/git/git_environment.ts';
import { git, makeRepository, makeScratchFolder, type ScratchFolder } from '../../support/git_repository.ts';

let scratch: ScratchFolder;
beforeEach(async () => {
  scratch = await makeScratchFolder();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await scratch.remove();
});

test('nothing of the user’s environment or configuration reaches git', async () => {
  const other = join(scratch.path, 'other');
  await makeRepository(other, { 'a.txt': 'one' });
  vi.stubEnv('HOME', scratch.path);
  vi.stubEnv('GIT_DIR', join(other, '.git'));
  vi.stubEnv('GIT_CONFIG_COUNT', '1');
  vi.stubEnv('GIT_CONFIG_KEY_0', 'user.name');
  vi.stubEnv('GIT_CONFIG_VALUE_0', 'Mallory');
  vi.stubEnv('GIT_CONFIG_PARAMETERS', "'user.name=Mallory'");
  vi.stubEnv('RUNNER_TOKEN', 'secret');
  await git(scratch.path, 'config', '--file', '.gitconfig', 'user.name', 'Mallory');
  const asked = await runGit(['config', '--get', 'user.name'], { expectedExitCodes: [0, 1] });
  expect(asked).toMatchObject({ exitCode: 1, stdout: '' });
  await expect(runGit(['rev-parse', 'HEAD'])).rejects.toMatchObject({ code: 'git_failed', exitCode: 128 });
  expect(Object.keys(gitEnvironment())).not.toContain('RUNNER_TOKEN');
});

test('a failure carries the arguments, the exit code and the first complaint', async () => {
  await expect(runGit(['cat-file', '-p', 'x'], { gitDir: scratch.path })).rejects.toMatchObject({
    name: 'GitError',
    code: 'git_failed',
    args: ['cat-file', '-p', 'x'],
    exitCode: 128,
    message: `git cat-file failed with exit code 128: fatal: not a git repository: '${scratch.path}'`,
  });
});

test('a machine without git is told so', async () => {
  vi.stubEnv('PATH', scratch.path);
  await expect(runGit(['version'])).rejects.toMatchObject({ code: 'git_missing' });
});

test('a secret is blotted out of what git prints', async () => {
  const { stdout } = await runGit(['check-ref-format', '--branch', 'my-secret'], { secret: 'secret' });
  expect(stdout).toBe('my-[secret]\n');
});

test('git is stopped with its signal', async () => {
  const controller = new AbortController();
  const waiting = runGit(['credential-cache--daemon', join(scratch.path, 'socket')], { signal: controller.signal });
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'git_aborted' });
});

test('object folders with separators and quotes in their names are borrowed from all the same', async () => {
  const odd = join(scratch.path, 'odd:"name"\\x');
  const commit = await makeRepository(odd, { 'a.txt': 'one' });
  await makeRepository(join(scratch.path, 'plain'), {});
  const env = {
    GIT_ALTERNATE_OBJECT_DIRECTORIES: alternateObjectDirectories(['/nonexistent', join(odd, '.git', 'objects')]),
  };
  const shown = await runGit(['show', `${commit}:a.txt`], { gitDir: join(scratch.path, 'plain', '.git'), env });
  expect(shown.stdout).toBe('one');
});

test('a worktree that another git is just registering is waited for, but not for ever', async () => {
  const repository = join(scratch.path, 'repository');
  await makeRepository(repository, { 'a.txt': 'one' });
  const registration = join(repository, '.git', 'worktrees', 'half');
  await mkdir(registration, { recursive: true });
  await writeFile(join(registration, 'gitdir'), `${join(scratch.path, 'half', '.git')}\n`);
  await writeFile(join(registration, 'commondir'), '');
  const add = (name: string) =>
    runGit(['worktree', 'add', '--detach', join(scratch.path, name)], { gitDir: join(repository, '.git') });
  await expect(add('never')).rejects.toMatchObject({ code: 'git_failed' });

  const programs = join(scratch.path, 'programs');
  await mkdir(programs);
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const finishesTheOther = `#!/bin/sh
${real} "$@"
code=$?
echo ../.. > '${registration}/commondir'
exit $code
`;
  await writeFile(join(programs, 'git'), finishesTheOther, { mode: 0o755 });
  vi.stubEnv('PATH', `${programs}:${process.env.PATH}`);
  expect((await add('soon')).exitCode).toBe(0);
});
