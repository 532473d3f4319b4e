import { git } from './git/git_process.ts';
import { repositoryFolders } from './git/repository_folders.ts';

/** Where a repository keeps its settings. */
export const SETTINGS_FILE = '.github/planwright.yml';

/**
 * The repository's settings file as it is committed where a run would begin: on the branch that the plan names, else where
 * HEAD stands; null: there is none. What lies in the work tree uncommitted does not count, as on GitHub.
 */
export async function settingsFileAt(path: string, base: string | undefined): Promise<string | null> {
  const folders = await repositoryFolders(path);
  if (folders === undefined) return null;
  const commit = base === undefined ? 'HEAD' : `refs/heads/${base}`;
  const found = await git(['cat-file', 'blob', `${commit}:${SETTINGS_FILE}`], {
    gitDir: folders.gitDir,
    expectedExitCodes: [0, 128],
  });
  return found.exitCode === 0 ? found.stdout : null;
}
