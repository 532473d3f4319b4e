import { constants, copyFile, mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A git directory to be written file by file, which costs a millisecond where starting git costs several. */
export type GitDirectoryContent = {
  /** Content of `HEAD`: `ref: refs/heads/…` or a commit id. */
  readonly head: string;
  readonly config: string;
  /** Object folders that are borrowed from. */
  readonly alternates: readonly string[];
  /** Branches by short name. */
  readonly branches?: Readonly<Record<string, string>>;
  /** The mirror's list of commits without parents, where it has one. */
  readonly shallow?: string;
};

/** Writes a git directory without an index into the missing `folder`. */
export async function writeGitDirectory(folder: string, content: GitDirectoryContent): Promise<void> {
  await mkdir(join(folder, 'objects', 'info'), { recursive: true });
  await mkdir(join(folder, 'objects', 'pack'));
  await mkdir(join(folder, 'refs', 'heads'), { recursive: true });
  await mkdir(join(folder, 'refs', 'tags'));
  await mkdir(join(folder, 'info'));
  await writeFile(join(folder, 'config'), content.config);
  await writeFile(
    join(folder, 'objects', 'info', 'alternates'),
    content.alternates.map((path) => `${path}\n`).join(''),
  );
  for (const [branch, commit] of Object.entries(content.branches ?? {})) {
    const file = join(folder, 'refs', 'heads', branch);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, `${commit}\n`);
  }
  if (content.shallow !== undefined) await copyIfThere(content.shallow, join(folder, 'shallow'));
  await writeFile(join(folder, 'HEAD'), `${content.head}\n`);
}

/**
 * Copies an index so that git goes on trusting and distrusting it as it did. Git compares a file anew if it changed no
 * earlier than the index was written; a copy that looked newer than its original would hide a change made in between.
 */
export async function copyIndex(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  const written = await stat(from);
  const earlierSeconds = (written.mtimeMs - 1) / 1000;
  await utimes(to, earlierSeconds, earlierSeconds);
}

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
