import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttemptFolder } from './attempt_folder.ts';
import { runGit } from './git.ts';
import type { Mirror } from './mirror.ts';
import { type RunUntrustedGit, runGitOnAttempt } from './untrusted_git.ts';

/** Packs below this size are stored object by object, so that the mirror does not gather a pack per attempt. */
const smallestPackObjects = 100;

/**
 * Copies a commit with all that its parents do not have from the attempt's quarantine into the mirror, so that worktrees
 * can start there and it can be pushed. The quarantine is packed inside the sandbox; outside, every object's id is computed
 * anew from its content and the objects are checked, so what reaches the mirror is what its id says, whatever happened
 * inside. Other processes may import and read at the same time.
 * @throws GitError `git_failed` if an object is broken, missing or malicious (as `git fsck` sees it)
 */
export async function importObjects(
  run: RunUntrustedGit,
  mirror: Mirror,
  attempt: AttemptFolder,
  commit: string,
  parents: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const basename = join(attempt.git, 'objects', 'export');
  const { stdout } = await runGitOnAttempt(
    run,
    attempt,
    ['pack-objects', '--quiet', '--revs', '--threads=1', basename],
    {
      stdin: [commit, ...parents.map((parent) => `^${parent}`), ''].join('\n'),
      signal,
    },
  );
  const pack = `${basename}-${stdout.trim()}.pack`;
  const store =
    (await countObjects(pack)) < smallestPackObjects
      ? ['unpack-objects', '-q', '--strict']
      : ['index-pack', '--stdin', '--strict'];
  await runGit(store, { gitDir: mirror.folder, stdinFile: pack, signal });
}

/** A pack's header: `PACK`, the version, the number of objects, four bytes each. */
async function countObjects(pack: string): Promise<number> {
  const handle = await open(pack, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    return buffer.readUInt32BE(8);
  } finally {
    await handle.close();
  }
}
