import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { standsForDotGit } from './dot_git_names.ts';
import { GitError } from './git_error.ts';

/** Something in a tree that git must not meet. */
export type TreeObstacle = {
  readonly reason: 'nested_git' | 'special_file' | 'unreadable' | 'too_deep';
  /** The entry itself, relative to the tree, each byte as one character (latin1), because names need not be text. */
  readonly entry: string;
  /** What git would have to leave out to never meet it: the nested repository's folder, or the entry. Same encoding. */
  readonly within: string;
};

/** Bounds of the walk, which runs inside the runner on a tree that an agent wrote. */
export type WalkLimits = { readonly entries: number; readonly depth: number; readonly obstacles: number };

/** Far beyond what a repository holds that people work on. */
const defaultWalkLimits: WalkLimits = { entries: 5_000_000, depth: 400, obstacles: 10_000 };

/** Files that git reads on its own, wherever they are. It does not follow links of these names. */
const filesGitReads: ReadonlySet<string> = new Set(['.gitignore', '.gitattributes', '.gitmodules']);

const foldersAtOnce = 16;

/**
 * Walks a tree for entries that are or stand for `.git`, for files that git would hang on, and for folders that cannot be
 * walked. The tree's own `.git` is
 * left out; symbolic links are not followed; folders in `skipped` are not entered. Starts no process.
 * @param skipped folders relative to the tree, in latin1 like the result
 * @throws GitError `tree_unreadable` if the tree exceeds `limits`
 */
export async function findNestedGit(
  tree: string,
  skipped: ReadonlySet<string>,
  limits: WalkLimits = defaultWalkLimits,
): Promise<TreeObstacle[]> {
  const obstacles: TreeObstacle[] = [];
  let folders = [''];
  let entryCount = 0;
  while (folders.length > 0) {
    const batch = folders.splice(-foldersAtOnce);
    const found = await Promise.all(batch.map((folder) => look(tree, folder, skipped, limits)));
    for (const part of found) {
      entryCount += part.entryCount;
      obstacles.push(...part.obstacles);
      folders = folders.concat(part.folders);
    }
    if (entryCount > limits.entries || obstacles.length > limits.obstacles) {
      throw new GitError(
        'tree_unreadable',
        `The worktree holds more than ${limits.entries} entries or ${limits.obstacles} nested git repositories.`,
      );
    }
  }
  return obstacles.sort((a, b) => (a.entry < b.entry ? -1 : 1));
}

type FolderContent = { obstacles: TreeObstacle[]; folders: string[]; entryCount: number };

async function look(
  tree: string,
  folder: string,
  skipped: ReadonlySet<string>,
  limits: WalkLimits,
): Promise<FolderContent> {
  const content: FolderContent = { obstacles: [], folders: [], entryCount: 0 };
  const place =
    folder === '' ? Buffer.from(tree) : Buffer.concat([Buffer.from(`${tree}/`), Buffer.from(folder, 'latin1')]);
  try {
    for (const entry of await readdir(place, { withFileTypes: true, encoding: 'latin1' })) {
      content.entryCount += 1;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (path === '.git' || skipped.has(path)) continue;
      if (filesGitReads.has(entry.name) && isSpecial(entry)) {
        content.obstacles.push({ reason: 'special_file', entry: path, within: path });
      } else if (isObstacle(entry.name)) {
        const within = entry.name === '.git' ? folder : path;
        content.obstacles.push({ reason: 'nested_git', entry: path, within });
      } else if (entry.isDirectory()) {
        content.folders.push(path);
      }
    }
  } catch (error) {
    const reason = readingProblem(error);
    if (reason !== undefined) content.obstacles.push({ reason, entry: folder, within: folder });
  }
  if (content.folders.length > 0 && folder.split('/').length >= limits.depth) {
    content.folders = [];
    content.obstacles.push({ reason: 'too_deep', entry: folder, within: folder });
  }
  return content;
}

/** A pipe, socket or device. Git would open a pipe of such a name and wait for ever for somebody to write to it. */
function isSpecial(entry: Dirent): boolean {
  return !entry.isFile() && !entry.isDirectory() && !entry.isSymbolicLink();
}

/** Decodes only the few names that could matter; all that stand for `.git` hold its letters, maybe far apart. */
function isObstacle(latin1Name: string): boolean {
  if (!/g.*i.*t/is.test(latin1Name)) return false;
  return standsForDotGit(Buffer.from(latin1Name, 'latin1').toString('utf8'));
}

/** A folder that vanished while walking is no problem; whatever else keeps it from being read is. */
function readingProblem(error: unknown): TreeObstacle['reason'] | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return undefined;
    case 'EACCES':
    case 'EPERM':
      return 'unreadable';
    case 'ENAMETOOLONG':
      return 'too_deep';
    default:
      throw error;
  }
}
