import type { Redaction } from '../redaction.ts';
import type { AttemptFolder } from './attempt_folder.ts';
import type { IsAllowed } from './commit_secrets.ts';
import type { Mirror } from './mirror.ts';
import type { RunUntrustedGit } from './untrusted_git.ts';

/** Who stands in a commit. */
export type Identity = { readonly name: string; readonly email: string };

/** What is committed, and as what. */
export type CommitRequest = {
  readonly mirror: Mirror;
  readonly attempt: AttemptFolder;
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
  /** Author's and committer's date, whole seconds since 1970, recorded as UTC. */
  readonly dateSeconds: number;
  /** Parents after the first, which is the commit that the attempt stands on. */
  readonly alsoParents?: readonly string[] | undefined;
  /** Commit what can be committed, where an ordinary commit is all or nothing. */
  readonly partial?: PartialCommit | undefined;
  /** Secrets that must not be committed; nothing counts as one by default. */
  readonly secrets?: Pick<Redaction, 'find' | 'bytes'> | undefined;
  /** What looks like a secret and may be committed all the same; nothing by default. */
  readonly isAllowed?: IsAllowed | undefined;
  /** The largest file that is committed; `LARGEST_FILE_BYTES` by default. A salvage takes any. */
  readonly largestFileBytes?: number | undefined;
  /** Where git that reads the tree runs; plainly by default. */
  readonly run?: RunUntrustedGit | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What a salvage does without. */
export type PartialCommit = {
  /** Paths that stay out of the commit, relative to the tree, each byte as one character (latin1). */
  readonly leaveOut: readonly string[];
  /** Hears git's complaint about each further path that it could not add. */
  readonly onComplaint: (complaint: string) => void;
};
