import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { withFileLock } from '../../runner/git/lock.ts';

const NOT_TO_BE_HAD =
  'The pinned agents cannot be installed: npm ci failed as the cause says. They come from the npm registry alone and take 1.3 GB on the disk; XDG_CACHE_HOME names another place for them. Only npm run test:agents needs them.';

const manifests = fileURLToPath(new URL('clis', import.meta.url));

/** The folder that holds the pinned agents once they are installed: outside the checkout, one for each state of the lockfile. */
export function clisFolder(): string {
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const state = createHash('sha256')
    .update(readFileSync(join(manifests, 'package-lock.json')))
    .digest('hex');
  return join(caches, 'planwright-tests', `agents-${state.slice(0, 16)}`);
}

/**
 * Installs the pinned agents, 1.5 GB, unless they are there. None of their install scripts runs: the tests start the
 * programs inside the packages.
 *
 * @throws where they cannot be had
 */
export async function installClis(): Promise<void> {
  const folder = clisFolder();
  if (existsSync(folder)) return;
  await withFileLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    // A folder by the final name is whole: it gets that name last.
    const making = `${folder}.new`;
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) await copyFile(join(manifests, file), join(making, file));
    await execa('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: making, stdin: 'ignore' }).catch(
      (error: unknown) => {
        throw new Error(`${NOT_TO_BE_HAD} They were to go to ${folder}.`, { cause: error });
      },
    );
    await rename(making, folder);
  });
}

/** Vitest calls it before the first test. */
export default installClis;
