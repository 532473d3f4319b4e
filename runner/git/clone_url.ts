import { isAbsolute } from 'node:path';
import { GitError } from './git_error.ts';

/** Where a repository is cloned from: a folder of this machine, or a URL. */
export type CloneUrl =
  | { readonly kind: 'folder'; readonly address: string }
  | { readonly kind: 'http'; readonly address: string };

/**
 * Reads a clone URL: an absolute path, `http://…` or `https://…`.
 * @throws GitError `clone_url_refused` for any other kind, and for a URL with a user or password in it, because the URL
 * stands in the arguments of processes that everybody on the machine can list.
 */
export function readCloneUrl(cloneUrl: string): CloneUrl {
  if (isAbsolute(cloneUrl) && !cloneUrl.includes('\0')) return { kind: 'folder', address: cloneUrl };
  const url = URL.canParse(cloneUrl) ? new URL(cloneUrl) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new GitError('clone_url_refused', 'The clone URL must be an absolute path, http:// or https://.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new GitError('clone_url_refused', 'The clone URL must not hold a user name or password.');
  }
  return { kind: 'http', address: cloneUrl };
}
