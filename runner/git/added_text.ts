import { execa } from 'execa';
import { checkedCommitId } from './ancestry.ts';
import { gitArguments } from './git.ts';
import { gitEnvironment } from './git_environment.ts';
import { GitError } from './git_error.ts';
import type { Mirror } from './mirror.ts';
import { unquotedPath } from './unquoted_path.ts';

/** Lines that a commit added one below the other. */
export type AddedText = {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  /** The number of its first line in the new file, from 1. */
  readonly line: number;
  readonly text: string;
};

/** More of one run of lines comes in pieces, each with the end of the one before, so that what lies across is seen whole. */
const PIECE_CHARACTERS = 1_000_000;
const AGAIN_CHARACTERS = 16_384;

/**
 * All text that `commit` adds to `parent`, both in the mirror, binary files and targets of symbolic links included. Read as a
 * stream, so that the size of the change does not matter.
 *
 * @throws GitError `git_failed`, `git_aborted`
 */
export async function* addedText(
  mirror: Mirror,
  parent: string,
  commit: string,
  signal?: AbortSignal,
): AsyncGenerator<AddedText> {
  const shape = ['-r', '-p', '-U0', '--text', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color'];
  const prefixes = ['--src-prefix=a/', '--dst-prefix=b/', '--ignore-submodules=all'];
  const args = ['diff-tree', ...shape, ...prefixes, checkedCommitId(parent), checkedCommitId(commit)];
  const git = execa('git', gitArguments(args, { gitDir: mirror.folder }), {
    cwd: '/',
    env: gitEnvironment(),
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    buffer: { stdout: false, stderr: true },
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const reader = new PatchReader();
  for await (const line of git.iterable({ from: 'stdout' })) yield* reader.take(line);
  yield* reader.end();
  const { exitCode, isCanceled, stderr } = await git;
  if (isCanceled) throw new GitError('git_aborted', 'git diff-tree was stopped.', { args });
  if (exitCode !== 0) throw new GitError('git_failed', 'git diff-tree failed.', { args, exitCode, stderr });
}

/** Reads a patch without context line by line. It counts lines as the hunks announce them, so that no content is taken for a header. */
class PatchReader {
  #path = '';
  #removed = 0;
  #added = 0;
  #line = 0;
  #lines: string[] = [];
  #characters = 0;

  *take(line: string): Generator<AddedText> {
    if (line.startsWith('\\')) return;
    if (this.#removed > 0) {
      this.#removed -= 1;
      return;
    }
    if (this.#added > 0) {
      this.#added -= 1;
      this.#lines.push(line.slice(1));
      this.#characters += line.length;
      if (this.#characters > PIECE_CHARACTERS) yield* this.#piece();
      return;
    }
    yield* this.end();
    this.#header(line);
  }

  *end(): Generator<AddedText> {
    if (this.#lines.length > 0) yield { path: this.#path, line: this.#line, text: this.#lines.join('\n') };
    this.#lines = [];
    this.#characters = 0;
  }

  *#piece(): Generator<AddedText> {
    yield { path: this.#path, line: this.#line, text: this.#lines.join('\n') };
    const again: string[] = [];
    let characters = 0;
    for (const line of this.#lines.toReversed()) {
      characters += line.length;
      if (characters > AGAIN_CHARACTERS) break;
      again.unshift(line);
    }
    this.#line += this.#lines.length - again.length;
    this.#lines = again;
    this.#characters = again.reduce((sum, line) => sum + line.length, 0);
  }

  #header(line: string): void {
    if (line.startsWith('+++ ')) this.#path = unquotedPath(line.slice('+++ '.length)).slice('b/'.length);
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null) return;
    this.#removed = Number(hunk[1] ?? 1);
    this.#line = Number(hunk[2]);
    this.#added = Number(hunk[3] ?? 1);
  }
}
