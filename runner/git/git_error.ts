/** What went wrong with git, as a word that code may branch on. */
export type GitErrorCode =
  /** git is not installed or not on `PATH`. */
  | 'git_missing'
  /** git is older than `minimumGitVersion`. */
  | 'git_too_old'
  /** git ran and ended with an exit code other than the expected ones. */
  | 'git_failed'
  /** The caller's signal ended git. */
  | 'git_aborted'
  /** The clone URL is of a kind that is not served, or carries a password. */
  | 'clone_url_refused'
  /** The remote cannot be reached or is out of order, which passes by itself. */
  | 'remote_unreachable'
  /** The remote did not accept the credential, or asked for one and none was given. */
  | 'authentication_failed'
  /** A commit or ref that was named is not in the mirror, even after fetching. */
  | 'commit_missing'
  /** A commit that must be contained in a head is not one of its ancestors. */
  | 'not_an_ancestor'
  /** The worktree's folder is no longer the folder the runner made. */
  | 'worktree_replaced'
  /** The tree holds a nested git repository, or a name that stands for `.git` on some file system. */
  | 'nested_git'
  /** The tree holds a folder that cannot be read, a file git would hang on, or more levels or entries than the limit. */
  | 'tree_unreadable'
  /** A file that is to be committed is larger than a repository should hold. */
  | 'file_too_large'
  /** The name is not one that Planwright's runners may push. */
  | 'ref_refused'
  /** The ref exists at the remote and points to another commit. */
  | 'ref_taken'
  /** The remote refused the push for a reason of its own. */
  | 'push_refused';

/** What git was asked and how it answered; empty where git was not run. */
export type GitErrorDetails = {
  readonly args?: readonly string[];
  readonly exitCode?: number | undefined;
  readonly stderr?: string;
};

/** A failed git operation. The message is one sentence that says what failed and, where known, how to mend it. */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly code: GitErrorCode;
  /** Arguments after `git` and its fixed configuration; never holds a credential. */
  readonly args: readonly string[];
  readonly exitCode: number | undefined;
  /** The end of what git wrote to its error output, with the credential in use blotted out. */
  readonly stderr: string;

  constructor(code: GitErrorCode, message: string, details: GitErrorDetails = {}) {
    super(message);
    this.code = code;
    this.args = details.args ?? [];
    this.exitCode = details.exitCode;
    this.stderr = details.stderr ?? '';
  }
}
