import type { TaskView } from '../../protocol/views.ts';
import { shortCommit } from '../text/short_commit.ts';

/** Address of a repository for browsers, without a trailing slash. */
export function repositoryPage({ cloneUrl }: { readonly cloneUrl: string }): string {
  return cloneUrl.replace(/\.git$/, '');
}

/** A commit by its short name, linked. `repositoryUrl` has no trailing slash; '': it has no page, and there is no link. */
export function commitLink(repositoryUrl: string, commit: string): string {
  if (repositoryUrl === '') return `\`${shortCommit(commit)}\``;
  return `[\`${shortCommit(commit)}\`](${repositoryUrl}/commit/${commit})`;
}

/** A branch, linked. */
export function branchLink(repositoryUrl: string, branch: string): string {
  const path = branch.split('/').map(encodeURIComponent).join('/');
  return `[\`${branch}\`](${repositoryUrl}/tree/${path})`;
}

/** A login as a mention where it is one of a person; what no GitHub login looks like, and bots, as plain text. */
export function mention(login: string): string {
  return /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/.test(login) ? `@${login}` : login.replace(/[^\w.[\]-]/g, '');
}

/** Pull request and commit of a task's work. */
export function workPlace(
  { pull, commit, kind }: Pick<TaskView, 'pull' | 'commit' | 'kind'>,
  repositoryUrl: string,
): string {
  const places = [
    pull === null ? '' : `#${pull}`,
    commit === null || kind === 'verification' ? '' : commitLink(repositoryUrl, commit),
  ];
  return places.filter((place) => place !== '').join(' ');
}
