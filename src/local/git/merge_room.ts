import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from './git_process.ts';

/** A git directory without configuration of its own that reads and writes the objects of the user's repository. */
export type MergeRoom = { readonly gitDir: string; readonly env: Readonly<Record<string, string>> };

/**
 * Lends `work` a throwaway git directory on the repository's objects.
 *
 * Merging in the repository itself would follow its configuration: merge drivers are programs, rename limits and
 * conflict styles change the result. Here every run merges alike.
 */
export async function withMergeRoom<Result>(
  commonDir: string,
  work: (room: MergeRoom) => Promise<Result>,
): Promise<Result> {
  const gitDir = await mkdtemp(join(tmpdir(), 'planwright-merge-'));
  try {
    const format = (await git(['rev-parse', '--show-object-format'], { gitDir: commonDir })).stdout.trim();
    await mkdir(join(gitDir, 'objects'));
    await mkdir(join(gitDir, 'refs'));
    await writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n');
    await writeFile(join(gitDir, 'config'), configuration(format));
    const shallow = join(commonDir, 'shallow');
    const isShallow = await stat(shallow).then(
      () => true,
      () => false,
    );
    const env = {
      GIT_OBJECT_DIRECTORY: join(commonDir, 'objects'),
      ...(isShallow ? { GIT_SHALLOW_FILE: shallow } : {}),
    };
    return await work({ gitDir, env });
  } finally {
    await rm(gitDir, { recursive: true, force: true });
  }
}

function configuration(format: string): string {
  if (format === 'sha1') return '[core]\n\trepositoryformatversion = 0\n\tbare = true\n';
  return `[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = ${format}\n`;
}
