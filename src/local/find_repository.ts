import { basename, join } from 'node:path';
import { execa } from 'execa';
import { gitTooOld } from './git/git_version.ts';

/** A git repository on this machine. Paths are absolute. */
export type LocalRepository = {
  /** The work tree's top folder, or the git directory of a bare repository: what runners clone from. */
  readonly path: string;
  /** The top folder's name. */
  readonly name: string;
  /** What all work trees of the repository share. */
  readonly commonDir: string;
};

/** There is no repository that could be used. `message` says what to do. */
export class RepositoryError extends Error {
  override readonly name = 'RepositoryError';
  readonly code: 'git_missing' | 'git_too_old' | 'no_repository' | 'no_commit';

  constructor(code: RepositoryError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Finds the repository around a folder, with the user's own git: it knows which folders they trust.
 * @throws RepositoryError
 */
export async function findRepository(folder: string): Promise<LocalRepository> {
  const asked = await userGit(folder, [
    'rev-parse',
    '--path-format=absolute',
    '--git-common-dir',
    '--is-bare-repository',
  ]);
  if (asked.exitCode !== 0) throw new RepositoryError('no_repository', whyNot(folder, asked.stderr));
  const [commonDir = '', bare] = asked.stdout.split('\n');
  if (bare === 'true') return { path: commonDir, name: basename(commonDir).replace(/\.git$/, ''), commonDir };
  const top = await userGit(folder, ['rev-parse', '--path-format=absolute', '--show-toplevel']);
  if (top.exitCode !== 0) throw new RepositoryError('no_repository', whyNot(folder, top.stderr));
  return { path: top.stdout, name: basename(top.stdout), commonDir };
}

/**
 * Checks that plans can run in the repository: git is recent enough and there is something to start from.
 * @throws RepositoryError
 */
export async function requireUsable(repository: LocalRepository): Promise<void> {
  const tooOld = gitTooOld((await userGit(repository.path, ['version'])).stdout);
  if (tooOld !== undefined) throw new RepositoryError('git_too_old', tooOld);
  const refs = await userGit(repository.path, ['for-each-ref', '--count=1', 'refs/heads']);
  const head = await userGit(repository.path, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (refs.stdout === '' && head.exitCode !== 0) {
    throw new RepositoryError('no_commit', `${repository.path} has no commit yet; make a first one, then start again.`);
  }
}

/** The database of the repository's local runs, out of sight of its work tree. */
export function databaseFileOf(repository: LocalRepository): string {
  return join(repository.commonDir, 'planwright', 'planwright.db');
}

function whyNot(folder: string, stderr: string): string {
  if (/not a git repository/.test(stderr)) {
    return `${folder} is not in a git repository; name one with --repo DIR, or make one (git init, then a first commit).`;
  }
  if (/cannot change to|No such file/.test(stderr)) return `There is no folder ${folder}; correct --repo.`;
  return `git does not open ${folder}: ${stderr.trim()}`;
}

/** `GIT_DIR` and its like, set where a hook calls us, would lead to another repository than the folder's. */
async function userGit(folder: string, args: readonly string[]) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_(?!CONFIG|SSH|ASKPASS)/.test(name)),
  );
  const result = await execa('git', ['-C', folder, ...args], {
    env: { ...env, LC_ALL: 'C' },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  if (result.exitCode === undefined && result.code === 'ENOENT') {
    throw new RepositoryError('git_missing', 'git was not found on PATH; install git 2.38 or later.');
  }
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode ?? 1 };
}
