import type { Octokit } from '@octokit/rest';
import { GitHubRefusalError } from '../github_error.ts';

const MARK_READY = `mutation ($pull: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $pull }) { pullRequest { isDraft } }
}`;

/**
 * Makes a draft ready for review. REST has no way to do it.
 * @throws GitHubRefusalError what GraphQL tells in a good answer, too
 */
export async function markReady(octokit: Octokit, nodeId: string): Promise<void> {
  try {
    await octokit.graphql(MARK_READY, { pull: nodeId });
  } catch (error) {
    const told = error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : null;
    if (told === null) throw error;
    const said = told.map(({ message }) => String(message)).join(' ');
    // Somebody else was quicker.
    if (/not (?:a|in) draft/i.test(said)) return;
    throw new GitHubRefusalError(200, said, 'markPullRequestReadyForReview');
  }
}
