import type { EffectCall } from '../effect_call.ts';

const MARK_READY = `mutation ($pull: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $pull }) { pullRequest { isDraft } }
}`;

/** Makes a draft ready for review. REST has no way to do it. */
export async function markReady({ octokit }: EffectCall, nodeId: string): Promise<void> {
  await octokit.graphql(MARK_READY, { pull: nodeId });
}
