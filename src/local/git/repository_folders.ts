import { GitProcessError, git } from './git_process.ts';

/** Where the parts of a repository on this machine lie; absolute paths. */
export type RepositoryFolders = {
  /** Of the work tree at the given path: its HEAD is here. */
  readonly gitDir: string;
  /** What all work trees share: branches and objects. */
  readonly commonDir: string;
};

/**
 * Finds the git folders behind a path: a work tree, a linked work tree or a bare repository.
 * @returns undefined where there is none
 */
export async function repositoryFolders(path: string): Promise<RepositoryFolders | undefined> {
  try {
    // Whose folder it is was checked by the user's own git when the run was created.
    const asked = await git([
      '-c',
      'safe.directory=*',
      '-C',
      path,
      'rev-parse',
      '--path-format=absolute',
      '--git-dir',
      '--git-common-dir',
    ]);
    const [gitDir, commonDir] = asked.stdout.split('\n');
    return gitDir && commonDir ? { gitDir, commonDir } : undefined;
  } catch (error) {
    if (error instanceof GitProcessError && /not a git repository|cannot change to/.test(error.stderr))
      return undefined;
    throw error;
  }
}
