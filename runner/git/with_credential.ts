import type { GitCredential } from './credential.ts';
import { GitError } from './git_error.ts';
import type { Mirror } from './mirror.ts';

/** Where git's credential comes from. It is asked before each use of the network, so that none ends in the middle. */
export type CredentialSource = {
  /** A credential that is good for a while; undefined: the remote asks for none. Rejects where none can be had. */
  readonly current: (signal: AbortSignal | undefined) => Promise<GitCredential | undefined>;
  /** The remote did not accept this one: it is never given again. */
  readonly drop: (credential: GitCredential) => void;
};

/** What a use of the network needs beside what it is about. */
export type NetworkUse = {
  readonly mirror: Mirror;
  /** Absent: the remote asks for no credential. */
  readonly credentials?: CredentialSource | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Does something at the remote with a credential, and once more with a new one where the remote did not accept the first.
 * A folder of this machine needs none, so nobody is asked.
 * @throws what `action` throws, and what the source rejects with
 */
export async function withCredential<Result>(
  { mirror, credentials, signal }: NetworkUse,
  action: (credential: GitCredential | undefined) => Promise<Result>,
): Promise<Result> {
  if (credentials === undefined || mirror.cloneUrl.kind === 'folder') return await action(undefined);
  const credential = await credentials.current(signal);
  try {
    return await action(credential);
  } catch (error) {
    const stale = error instanceof GitError && error.code === 'authentication_failed';
    if (!stale || credential === undefined) throw error;
    credentials.drop(credential);
    return await action(await credentials.current(signal));
  }
}
