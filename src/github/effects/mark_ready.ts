import type { Octokit } from '@octokit/rest';
import { isRefusal } from '../clients/github_error.ts';
import { mutate } from './mutate.ts';

const NAME = 'markPullRequestReadyForReview';
const MARK_READY = `mutation ($pull: ID!) {
  ${NAME}(input: { pullRequestId: $pull }) { pullRequest { isDraft } }
}`;

/**
 * Makes a draft ready for review. REST has no way to do it.
 * @throws GitHubRefusalError
 */
export async function markReady(octokit: Octokit, nodeId: string): Promise<void> {
  try {
    await mutate(octokit, NAME, MARK_READY, { pull: nodeId });
  } catch (error) {
    // Somebody else was quicker.
    if (isRefusal(error, 200) && /not (?:a|in) draft/i.test(error.said)) return;
    throw error;
  }
}
