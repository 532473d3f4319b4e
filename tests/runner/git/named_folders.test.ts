import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, expect, test } from 'vitest';
import { commitWorktree } from '../../../runner/git/commit.ts';
import { salvageAttempt } from '../../../runner/git/salvage.ts';
import type { RunUntrustedGit } from '../../../runner/git/untrusted_git.ts';
import { filesOf, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, makeAttempt } from './attempt_fixture.ts';

/*
 * Git on an agent's tree gets by with the folders its spec names: everything else, the mirror's refs and configuration and
 * the network included, does not exist for it.
 */

const systemFolders = ['/usr', '/bin', '/lib', '/lib64', '/etc/ld.so.cache'];

const inBubblewrap: RunUntrustedGit = async (spec) => {
  const result = await execa(
    'bwrap',
    [
      '--unshare-all',
      '--die-with-parent',
      ...['--dev', '/dev', '--proc', '/proc'],
      ...systemFolders.flatMap((path) => ['--ro-bind-try', path, path]),
      ...spec.readable.flatMap((path) => ['--ro-bind', path, path]),
      ...spec.writable.flatMap((path) => ['--bind', path, path]),
      ...['--chdir', spec.cwd, '--', ...spec.argv],
    ],
    {
      env: spec.env,
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      ...(spec.stdin === undefined ? { stdin: 'ignore' as const } : { input: spec.stdin }),
    },
  );
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode ?? -1 };
};

const bubblewrapWorks =
  (await execa('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true'], { reject: false })).exitCode === 0;

let fixture: AttemptFixture;
afterEach(async () => await fixture?.remove());

test.runIf(bubblewrapWorks)('commits and salvage need no more than the named folders', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one', '.gitignore': 'modules/\n' });
  const { attempt, request } = fixture;
  await writeFiles(attempt.tree, { 'a.txt': 'two', 'b.txt': 'three', 'modules/x/.git/config': '' });
  const { commit } = await commitWorktree({ ...request, run: inBubblewrap });
  await writeFiles(attempt.tree, { 'c.txt': 'four', 'nested/.git/config': '' });
  const ref = 'refs/planwright/attempts/run/task/1';
  const saved = await salvageAttempt({ ...request, run: inBubblewrap, ref });
  expect(saved).toMatchObject({ kind: 'saved_in_part', ref, leftOut: ['nested/.git'] });
  expect(await filesOf(fixture.repository, `${ref}^`)).toEqual(await filesOf(fixture.mirror.folder, commit));
  expect(await filesOf(fixture.repository, ref)).toEqual([
    '100644 .gitignore: modules/',
    '100644 a.txt: two',
    '100644 b.txt: three',
    '100644 c.txt: four',
  ]);
});

test.runIf(bubblewrapWorks)('what did not change is not stored again', async () => {
  fixture = await makeAttempt({ 'a.txt': 'one', 'b.txt': 'two', 'c.txt': 'three' });
  const { attempt, request } = fixture;
  await writeFiles(attempt.tree, { 'a.txt': 'four' });
  await commitWorktree({ ...request, run: inBubblewrap });
  const stored = await readdir(join(attempt.git, 'objects'), { recursive: true, withFileTypes: true });
  // The file, its folder and the commit.
  expect(stored.filter((entry) => entry.isFile() && /^[0-9a-f]{38}$/.test(entry.name))).toHaveLength(3);
});
