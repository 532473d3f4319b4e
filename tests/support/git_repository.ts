import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { launch } from './launcher.ts';

/** A scratch folder, by its real path, and how to remove it with all below it. */
export type ScratchFolder = { readonly path: string; readonly remove: () => Promise<void> };

/** Makes an empty scratch folder in the system's place for temporary files. */
export async function makeScratchFolder(): Promise<ScratchFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'planwright-test-')));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Runs git as a person with no configuration of their own would; returns what it printed without the last line end. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await launch({ program: 'git', args, cwd, env: personEnvironment() });
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return stdout.toString().replace(/\r?\n$/, '');
}

/** The environment of such a person, with fixed dates so that commits have the same ids each time. */
function personEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: '@1700000000 +0000',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_COMMITTER_DATE: '@1700000000 +0000',
  };
}

/** File contents by path. */
export type Files = Readonly<Record<string, string>>;

/** Writes files below `folder`, with the folders they need. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** Makes a repository with a working tree on `main` and one commit of `files`; returns that commit. */
export async function makeRepository(folder: string, files: Files): Promise<string> {
  await mkdir(folder, { recursive: true });
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  return await commitFiles(folder, files, 'chore: start');
}

/** Writes files in a repository and commits everything there; returns the commit. */
export async function commitFiles(folder: string, files: Files, message = 'chore: change'): Promise<string> {
  await writeFiles(folder, files);
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--allow-empty', '-m', message);
  return await git(folder, 'rev-parse', 'HEAD');
}

/** All files of a commit with mode and content: `100644 path: content`. */
export async function filesOf(repository: string, commit: string): Promise<string[]> {
  const listing = await git(repository, 'ls-tree', '-r', '-z', commit);
  return await Promise.all(
    listing
      .split('\0')
      .filter((line) => line !== '')
      .map(async (line) => {
        const [mode, type, id] = line.slice(0, line.indexOf('\t')).split(' ');
        const path = line.slice(line.indexOf('\t') + 1);
        const content = type === 'blob' ? await git(repository, 'cat-file', 'blob', id ?? '') : id;
        return `${mode} ${path}: ${content}`;
      }),
  );
}

/** The names of a folder's entries, sorted; empty if there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
