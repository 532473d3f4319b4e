import { git, type Signature, tryGit } from './git.ts';

/** A commit as it stands in the repository. */
export type Commit = {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
};

const format = '%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B%x01';

/** Commits of a range or list of names, newest first. */
export async function readCommits(
  folder: string,
  range: readonly string[],
  limit?: { readonly skip: number; readonly count: number; readonly path?: string },
): Promise<Commit[]> {
  const limits = limit === undefined ? [] : [`--skip=${limit.skip}`, `--max-count=${limit.count}`];
  const text = await git(folder, [
    'log',
    `--format=${format}`,
    ...limits,
    ...range,
    '--',
    ...(limit?.path === undefined ? [] : [limit.path]),
  ]);
  return text
    .split('\x01')
    .map((entry) => entry.replace(/^\n/, ''))
    .filter((entry) => entry !== '')
    .map(commitOf);
}

/** One commit. */
export async function readCommit(folder: string, sha: string): Promise<Commit> {
  const [commit] = await readCommits(folder, ['--no-walk', sha]);
  if (commit === undefined) throw new Error(`There is no commit ${sha}.`);
  return commit;
}

function commitOf(entry: string): Commit {
  const [sha = '', tree = '', parents = '', an = '', ae = '', at = '', cn = '', ce = '', ct = '', message = ''] =
    entry.split('\0');
  return {
    sha,
    tree,
    parents: parents === '' ? [] : parents.split(' '),
    author: { name: an, email: ae, time: Number(at) * 1000 },
    committer: { name: cn, email: ce, time: Number(ct) * 1000 },
    message: message.trimEnd(),
  };
}

/** A blob or a folder's entries at a path of a commit. */
export type TreeEntry = {
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly path: string;
  readonly size: number;
};

/** What stands at `path` (empty: the root's entries), or undefined. A folder gives its entries. */
export async function readTree(
  folder: string,
  commit: string,
  path: string,
): Promise<{ kind: 'file'; entry: TreeEntry; content: Buffer } | { kind: 'folder'; entries: TreeEntry[] } | undefined> {
  const { exitCode, stdout } = await tryGit(folder, ['cat-file', '-t', `${commit}:${path}`]);
  if (exitCode !== 0) return undefined;
  if (stdout.trim() === 'tree') return { kind: 'folder', entries: await entriesOf(folder, commit, `${path}/`) };
  const [entry] = await entriesOf(folder, commit, path);
  if (entry === undefined) return undefined;
  const content = await readBlob(folder, entry.sha);
  return { kind: 'file', entry, content };
}

async function entriesOf(folder: string, commit: string, path: string): Promise<TreeEntry[]> {
  const text = await git(folder, ['ls-tree', '-z', '--long', commit, ...(path === '/' ? [] : ['--', path])]);
  return text
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [, type = '', sha = '', size = ''] = line.slice(0, line.indexOf('\t')).split(/ +/);
      return {
        type: type as TreeEntry['type'],
        sha,
        size: Number(size) || 0,
        path: line.slice(line.indexOf('\t') + 1),
      };
    });
}

async function readBlob(folder: string, blob: string): Promise<Buffer> {
  const { stdout } = await tryGit(folder, ['cat-file', 'blob', blob]);
  return Buffer.from(stdout);
}
