import { isRefusal } from '../clients/github_error.ts';
import type { OwnApp } from '../clients/own_app.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';

/** A comment that Planwright wrote. */
export type OwnComment = {
  readonly id: number;
  readonly body: string;
  /** When it was written or edited last, in epoch milliseconds by GitHub's clock. */
  readonly updatedAt: number;
};

/**
 * The comments below an issue that this App wrote, oldest first: what others write with our markers is not ours. Known by the
 * App, which GitHub does not always tell, or by the bot's login, which changes with the App's name. null: there is no such issue
 * (any more).
 */
export async function ownComments(
  call: Pick<RepositoryClient, 'octokit' | 'named'> & { readonly app: OwnApp },
  issue: number,
): Promise<readonly OwnComment[] | null> {
  const { octokit, named, app } = call;
  try {
    const all = await octokit.paginate(octokit.rest.issues.listComments, {
      ...named,
      issue_number: issue,
      per_page: 100,
    });
    return all
      .filter(({ performed_via_github_app: by, user }) => by?.id === app.id || user?.login === app.botLogin)
      .map(({ id, body, updated_at }) => ({ id, body: body ?? '', updatedAt: Date.parse(updated_at) || 0 }));
  } catch (error) {
    if (isRefusal(error, 301, 404, 410)) return null;
    throw error;
  }
}

/**
 * The oldest of them that carries one of the markers, as its first or last line: elsewhere it is a quotation. The markers are
 * tried in their order.
 */
export function carrying(comments: readonly OwnComment[], ...markers: readonly string[]): OwnComment | undefined {
  for (const marker of markers) {
    const found = comments.find(({ body }) => body.startsWith(marker) || body.trimEnd().endsWith(marker));
    if (found !== undefined) return found;
  }
  return undefined;
}
