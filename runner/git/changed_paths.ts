import { checkedCommitId } from './ancestry.ts';
import { runGit } from './git.ts';
import type { Mirror } from './mirror.ts';

/** A path that differs between two commits. Renames show as one deleted and one added path. */
export type ChangedPath = {
  /** Relative to the repository's root, with `/`; decoded as UTF-8. */
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'type_changed';
  /** What the path is now (before, if deleted). */
  readonly kind: 'file' | 'executable' | 'symlink' | 'submodule';
  /** The new content's object id; undefined for deleted paths. */
  readonly objectId: string | undefined;
};

/** The paths in which `commit` differs from `base`; both are in the mirror. */
export async function changedPaths(
  mirror: Mirror,
  base: string,
  commit: string,
  signal?: AbortSignal,
): Promise<ChangedPath[]> {
  const { stdout } = await runGit(
    [
      'diff-tree',
      '-r',
      '--raw',
      '-z',
      '--no-renames',
      '--no-abbrev',
      '--ignore-submodules=none',
      checkedCommitId(base),
      checkedCommitId(commit),
    ],
    { gitDir: mirror.folder, signal },
  );
  return parseRawDifference(stdout);
}

/** Reads git's `--raw -z --no-renames --no-abbrev` format: `:mode mode id id status NUL path NUL …`. */
export function parseRawDifference(raw: string): ChangedPath[] {
  const fields = raw.split('\0');
  const changes: ChangedPath[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [before = '', after = '', , newId = '', letter = ''] = (fields[index] ?? '').slice(1).split(' ');
    const status = statusOf(letter);
    changes.push({
      path: fields[index + 1] ?? '',
      status,
      kind: kindOf(status === 'deleted' ? before : after),
      objectId: status === 'deleted' ? undefined : newId,
    });
  }
  return changes;
}

function statusOf(letter: string): ChangedPath['status'] {
  switch (letter) {
    case 'A':
      return 'added';
    case 'D':
      return 'deleted';
    case 'T':
      return 'type_changed';
    case 'M':
      return 'modified';
    default:
      throw new Error(`git reported an unknown kind of change: ${letter}`);
  }
}

function kindOf(mode: string): ChangedPath['kind'] {
  switch (mode) {
    case '160000':
      return 'submodule';
    case '120000':
      return 'symlink';
    case '100755':
      return 'executable';
    default:
      return 'file';
  }
}
