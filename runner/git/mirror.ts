import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CloneUrl, readCloneUrl } from './clone_url.ts';
import { runGit } from './git.ts';
import { requireGit } from './git_version.ts';
import { withFileLock } from './lock.ts';

/** The one bare copy of a repository on this machine, shared by all runner processes with the same work dir. */
export type Mirror = {
  /** The bare repository. */
  readonly folder: string;
  readonly cloneUrl: CloneUrl;
  /** Locked by whoever changes the mirror's refs. */
  readonly lockFile: string;
  /** The program that answers git's question for a credential; written when one is first needed. */
  readonly askpassFile: string;
};

/**
 * The mirror's whole configuration. It says nothing about the remote, so no URL or credential is ever stored. The file is
 * put back whenever it reads otherwise: on a machine without a sandbox an agent could have written a filter into it.
 */
const mirrorConfiguration = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n';

/**
 * Finds or makes the mirror of a repository below `workDir`; nothing is fetched. Two runners that start at once make it once.
 * @param repository the repository's id at the service; with the URL it names the mirror
 * @throws GitError `git_missing`, `git_too_old`, `clone_url_refused`
 */
export async function openMirror(options: {
  readonly workDir: string;
  readonly repository: string;
  readonly cloneUrl: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<Mirror> {
  const cloneUrl = readCloneUrl(options.cloneUrl);
  const name = createHash('sha256').update(`${options.cloneUrl}\0${options.repository}`).digest('hex').slice(0, 40);
  // Git writes real paths into what it registers, so ours must be real ones too.
  await mkdir(join(options.workDir, 'mirrors'), { recursive: true, mode: 0o700 });
  const mirrors = await realpath(join(options.workDir, 'mirrors'));
  const mirror: Mirror = {
    folder: join(mirrors, `${name}.git`),
    cloneUrl,
    lockFile: join(mirrors, `${name}.lock`),
    askpassFile: join(mirrors, 'askpass.sh'),
  };
  if (!(await keepConfiguration(mirror))) {
    await withFileLock(mirror.lockFile, () => makeMirror(mirror, options.signal), options.signal);
  }
  return mirror;
}

/** Puts the mirror's configuration right; false if there is no mirror yet. */
export async function keepConfiguration(mirror: Mirror): Promise<boolean> {
  const file = join(mirror.folder, 'config');
  const found = await readFile(file, 'utf8').catch(() => undefined);
  if (found === undefined) return false;
  if (found !== mirrorConfiguration) {
    const making = `${file}.${process.pid}`;
    await writeFile(making, mirrorConfiguration);
    await rename(making, file);
  }
  return true;
}

/** Made beside its place and moved there, so that a mirror that is there is complete. */
async function makeMirror(mirror: Mirror, signal: AbortSignal | undefined): Promise<void> {
  if (await keepConfiguration(mirror)) return;
  await requireGit();
  const making = `${mirror.folder}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true, mode: 0o700 });
  await runGit(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', making], { signal });
  await writeFile(join(making, 'config'), mirrorConfiguration);
  await rename(making, mirror.folder);
}
