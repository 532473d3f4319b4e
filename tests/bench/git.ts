import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

/** Runs a bare git with an environment of its own. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execa('git', args, {
    cwd: folder,
    extendEnv: false,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
    },
  });
  return stdout;
}

/** Makes a repository with one commit of that many files of about 2 KiB in folders of fifty; returns the commit. */
export async function makeRepository(folder: string, files: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  for (let number = 0; number < files; number += 1) {
    const file = join(folder, `part-${Math.floor(number / 1_000)}`, `${Math.floor(number / 50)}`, `file-${number}.txt`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `Line of file ${number}, which is like no other.\n`.repeat(40));
  }
  await git(folder, 'add', '--all');
  await git(folder, '-c', 'maintenance.auto=false', '-c', 'gc.auto=0', 'commit', '--quiet', '-m', 'Files');
  // One pack, as a clone of a real repository has it.
  await git(folder, 'repack', '-adq');
  return git(folder, 'rev-parse', 'HEAD');
}
