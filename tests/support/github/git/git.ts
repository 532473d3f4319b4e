import { launch } from '../../launcher.ts';
import { askOnce } from './facts.ts';

/** Who wrote a commit and when (epoch milliseconds). */
export type Signature = { readonly name: string; readonly email: string; readonly time: number };

export type GitResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

const quiet = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', HOME: '/nonexistent' };

type GitOptions = { readonly input?: string | Buffer; readonly env?: Readonly<Record<string, string>> };

/** Runs git in a bare repository, unless it would say what it said before, and says how it ended. */
export async function tryGit(folder: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  return await askOnce(folder, args, () => runGit(folder, args, options));
}

async function runGit(folder: string, args: readonly string[], { input, env }: GitOptions): Promise<GitResult> {
  const { exitCode, stdout, stderr } = await launch({
    program: 'git',
    args,
    cwd: folder,
    env: { PATH: process.env.PATH, ...quiet, ...env },
    ...(input === undefined ? {} : { input }),
  });
  return { exitCode: exitCode ?? -1, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** Runs git and returns what it printed without white space around it; throws if git fails. */
export async function git(folder: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await tryGit(folder, args, options);
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return stdout.trim();
}

/** Author and committer of the next commit as variables for git. */
export function signatures(author: Signature, committer: Signature): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: `@${Math.floor(author.time / 1000)} +0000`,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: `@${Math.floor(committer.time / 1000)} +0000`,
  };
}
