import { touch } from '../actions/find.ts';
import { type Pull, renderPullBrief, renderReview } from '../render/pull.ts';
import type { Repository, Review } from '../state.ts';
import type { World } from '../world.ts';

/** Reviews a pull request; whoever was asked for it is no longer. */
export async function reviewPull(
  world: World,
  repository: Repository,
  record: Pull,
  given: { readonly by: string; readonly state: Review['state']; readonly body?: string },
): Promise<Review> {
  const review: Review = {
    id: world.nextId(),
    author: given.by,
    state: given.state,
    body: given.body ?? null,
    commit: record.pull.headSha,
    submittedAt: world.now(),
  };
  record.pull.reviews.push(review);
  record.pull.requestedReviewers = record.pull.requestedReviewers.filter((login) => login !== given.by);
  touch(world, record);
  world.emit('pull_request_review', repository, given.by, {
    action: 'submitted',
    review: renderReview(world, repository, record, review),
    pull_request: renderPullBrief(world, repository, record),
  });
  return review;
}
