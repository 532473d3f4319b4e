import { appendFile, chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git, type Signature, signatures, tryGit } from './git.ts';

/** File contents by path; null removes the file. */
export type FileChanges = Readonly<Record<string, string | null>>;

/** Refuses workflow files over git, unless the token has the permission for them: the variable says so. */
const preReceive = `#!/bin/sh
[ "$MAY_CHANGE_WORKFLOWS" = no ] || exit 0
zero=0000000000000000000000000000000000000000
while read -r _ new ref; do
  [ "$new" = "$zero" ] && continue
  file=$(git log --format= --name-only "$new" --not --all -- .github/workflows | head -n 1)
  [ -z "$file" ] && continue
  echo "refusing to allow a GitHub App to create or update workflow \\\`$file\\\` without \\\`workflows\\\` permission" >&2
  exit 1
done
`;

/** As on GitHub: every commit can be asked for, refs of pull requests cannot be pushed. */
const configuration = `
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
[receive]
	hideRefs = refs/pull
[gc]
	auto = 0
`;

/** Makes an empty bare repository. */
export async function initBare(folder: string, defaultBranch: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder, ['init', '--bare', '--quiet', `--initial-branch=${defaultBranch}`]);
  await appendFile(join(folder, 'config'), configuration);
  const hook = join(folder, 'hooks', 'pre-receive');
  await mkdir(join(folder, 'hooks'), { recursive: true });
  await writeFile(hook, preReceive);
  await chmod(hook, 0o755);
}

/** All refs with the object ids they name. */
export async function readRefs(folder: string): Promise<Map<string, string>> {
  const listing = await git(folder, ['for-each-ref', '--format=%(refname) %(objectname)']);
  return new Map(
    listing
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
}

/** The commit that a branch, tag or id names; a branch goes before a tag. */
export async function resolveCommit(folder: string, name: string): Promise<string | undefined> {
  if (name === '' || name.startsWith('-') || name.includes('..')) return undefined;
  // GitHub has no branch and no tag that is named like a commit.
  const refs = /^[0-9a-f]{40}$/.test(name) ? [] : [`refs/heads/${name}`, `refs/tags/${name}`];
  for (const candidate of [...refs, name]) {
    const { exitCode, stdout } = await tryGit(folder, ['rev-parse', '--verify', '--quiet', `${candidate}^{commit}`]);
    if (exitCode === 0) return stdout.trim();
  }
  return undefined;
}

/** Moves a ref if it still names `before` (undefined: must not exist); says whether it did. */
export async function updateRef(
  folder: string,
  ref: string,
  commit: string,
  before: string | undefined,
): Promise<boolean> {
  const expected = before ?? '0'.repeat(40);
  return (await tryGit(folder, ['update-ref', ref, commit, expected])).exitCode === 0;
}

/** Removes a ref. */
export async function deleteRef(folder: string, ref: string): Promise<void> {
  await git(folder, ['update-ref', '-d', ref]);
}

/** Whether `ancestor` is reachable from `commit` (or is it). */
export async function isAncestor(folder: string, ancestor: string, commit: string): Promise<boolean> {
  return (await tryGit(folder, ['merge-base', '--is-ancestor', ancestor, commit])).exitCode === 0;
}

/** Makes a commit of changed files on top of `parent` (none: a first commit) without moving any branch. */
export async function commitFiles(
  folder: string,
  commit: {
    readonly parent: string | undefined;
    readonly files: FileChanges;
    readonly message: string;
    readonly author: Signature;
  },
): Promise<string> {
  const temporary = 'refs/stand-in/incoming';
  const time = `${Math.floor(commit.author.time / 1000)} +0000`;
  const who = `${commit.author.name} <${commit.author.email}> ${time}`;
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const changes = Object.entries(commit.files).map(([path, content]) =>
    content === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(content)}`,
  );
  const head = `commit ${temporary}\nauthor ${who}\ncommitter ${who}\n${data(commit.message)}`;
  const from = commit.parent === undefined ? '' : `from ${commit.parent}\n`;
  const input = `reset ${temporary}\n\n${head}${from}${changes.join('')}\n`;
  await git(folder, ['fast-import', '--quiet', '--force'], { input });
  const id = await git(folder, ['rev-parse', temporary]);
  await deleteRef(folder, temporary);
  return id;
}

/** Makes a commit of a tree. */
export async function commitTree(
  folder: string,
  commit: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly message: string;
    readonly author: Signature;
    readonly committer: Signature;
  },
): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  return await git(folder, ['commit-tree', commit.tree, ...parents], {
    input: commit.message,
    env: signatures(commit.author, commit.committer),
  });
}
