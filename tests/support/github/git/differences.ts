import { git } from './git.ts';

/** A file that a push shows: a moved one was removed here and added there. */
export type ChangedFile = { readonly path: string; readonly status: 'added' | 'modified' | 'removed' };

/** A file that a comparison shows, with its lines; a moved one says from where. */
export type ComparedFile = {
  readonly path: string;
  readonly previous: string | undefined;
  readonly status: ChangedFile['status'] | 'renamed';
  readonly additions: number;
  readonly deletions: number;
  /** Of its content afterwards; of one that is gone, before. */
  readonly blob: string;
  /** Its hunks; undefined: it is no text, or was only moved. */
  readonly patch: string | undefined;
};

/** What git calls a tree of nothing, which is in every repository. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

const statusOf: Readonly<Record<string, ComparedFile['status']>> = { A: 'added', D: 'removed', R: 'renamed' };

/** What differs between two commits; `from` undefined: against nothing. */
export async function changedFiles(folder: string, from: string | undefined, to: string): Promise<ChangedFile[]> {
  const fields = await differences(folder, from, to, ['--no-renames', '--name-status']);
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const status = statusOf[fields[at] ?? ''];
    files.push({
      path: fields[at + 1] ?? '',
      status: status === 'added' || status === 'removed' ? status : 'modified',
    });
  }
  return files;
}

/** The same with renames found and lines counted; binary files have none. */
export async function comparedFiles(folder: string, from: string | undefined, to: string): Promise<ComparedFile[]> {
  const names = await differences(folder, from, to, ['--find-renames', '--raw', '--no-abbrev']);
  if (names.length === 0) return [];
  const patches = await patchesOf(folder, from, to);
  const counts = await differences(folder, from, to, ['--find-renames', '--numstat']);
  const files: ComparedFile[] = [];
  let name = 0;
  for (let count = 0; name < names.length; ) {
    const [, , before = '', after = '', letter = ''] = (names[name] ?? '').split(' ');
    const status = statusOf[letter.slice(0, 1)] ?? 'modified';
    const renamed = status === 'renamed';
    const [added, removed] = (counts[count] ?? '').split('\t');
    files.push({
      path: names[name + (renamed ? 2 : 1)] ?? '',
      previous: renamed ? names[name + 1] : undefined,
      status,
      additions: Number(added) || 0,
      deletions: Number(removed) || 0,
      blob: status === 'removed' ? before : after,
      patch: patches[files.length],
    });
    name += renamed ? 3 : 2;
    count += renamed ? 3 : 1;
  }
  return files;
}

/** The hunks of each file, in the order of its other lists. */
async function patchesOf(
  folder: string,
  from: string | undefined,
  to: string,
): Promise<readonly (string | undefined)[]> {
  const text = await git(folder, ['diff', '--find-renames', from ?? EMPTY_TREE, to]);
  const files = `\n${text}`.split('\ndiff --git ').slice(1);
  return files.map((file) => /^@@ .*/ms.exec(file)?.[0]);
}

/** The fields that git prints, of which every name is one of its own. */
async function differences(
  folder: string,
  from: string | undefined,
  to: string,
  how: readonly string[],
): Promise<string[]> {
  const text = await git(folder, ['diff', ...how, '-z', from ?? EMPTY_TREE, to]);
  return text.split('\0').filter((field) => field !== '');
}
