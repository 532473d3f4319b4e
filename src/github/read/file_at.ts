import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';

/** The text of a file at a commit; null: there is none, or it is no file, or one too large for GitHub to show. */
export async function fileAt(
  { octokit, named }: RepositoryClient,
  path: string,
  commit: string,
): Promise<string | null> {
  try {
    const { data } = await octokit.rest.repos.getContent({
      ...named,
      path,
      ref: commit,
      request: { missingIsFine: true },
    });
    if (Array.isArray(data) || data.type !== 'file' || !('content' in data)) return null;
    return Buffer.from(data.content, 'base64').toString('utf8');
  } catch (error) {
    if (isRefusal(error, 404)) return null;
    throw error;
  }
}

/** The newest commit up to `head` that changed the file; null: none did. */
export async function lastCommitOf(
  { octokit, named }: RepositoryClient,
  path: string,
  head: string,
): Promise<string | null> {
  const { data } = await octokit.rest.repos.listCommits({ ...named, path, sha: head, per_page: 1 });
  return data[0]?.sha ?? null;
}
