import { touch } from '../actions/find.ts';
import { git } from '../git/git.ts';
import { type Pull, renderPullBrief, renderReview } from '../render/pull.ts';
import { renderReviewComment } from '../render/review_comment.ts';
import type { Repository, Review, ReviewComment } from '../state.ts';
import { nodeId, type World } from '../world.ts';

/** What is said on a line; `replyTo` is the comment that began the thread. */
export type LineComment = {
  readonly path: string;
  readonly line: number;
  readonly body: string;
  readonly replyTo?: number;
};

/** Reviews a pull request; whoever was asked for it is no longer. Each comment on a line is told as well. */
export async function reviewPull(
  world: World,
  repository: Repository,
  record: Pull,
  given: {
    readonly by: string;
    readonly state: Review['state'];
    readonly body?: string | undefined;
    readonly comments?: readonly LineComment[];
  },
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
  const made = [];
  for (const said of given.comments ?? []) made.push(await commentOf(world, repository, record, review, said));
  record.pull.reviewComments.push(...made);
  touch(world, record);
  const pull_request = renderPullBrief(world, repository, record);
  world.emit('pull_request_review', repository, given.by, {
    action: 'submitted',
    review: renderReview(world, repository, record, review),
    pull_request,
  });
  for (const comment of made) {
    const shown = renderReviewComment(world, repository, record, comment);
    world.emit('pull_request_review_comment', repository, given.by, {
      action: 'created',
      comment: shown,
      pull_request,
    });
  }
  return review;
}

async function commentOf(
  world: World,
  repository: Repository,
  { pull }: Pull,
  { id: review, author, commit }: Review,
  { path, line, body, replyTo }: LineComment,
): Promise<ReviewComment> {
  const text = await git(repository.folder, ['show', `${commit}:${path}`]);
  const hunk = `@@ -0,0 +1,${line} @@\n${text
    .split('\n')
    .slice(0, line)
    .map((each) => `+${each}`)
    .join('\n')}`;
  const known = pull.reviewComments.find((other) => other.id === replyTo);
  const place = { path, line, commit: known?.commit ?? commit, hunk: known?.hunk ?? hunk };
  const id = world.nextId();
  return { id, review, author, body, ...place, replyTo: replyTo ?? null, createdAt: world.now() };
}

/** Resolves the thread that a comment began. */
export function resolveThread(
  world: World,
  repository: Repository,
  record: Pull,
  { by, comment }: { readonly by: string; readonly comment: number },
): void {
  const inThread = record.pull.reviewComments.filter(({ id, replyTo }) => id === comment || replyTo === comment);
  const comments = inThread.map((each) => renderReviewComment(world, repository, record, each));
  world.emit('pull_request_review_thread', repository, by, {
    action: 'resolved',
    thread: { node_id: nodeId('PRRT', comment), comments },
    pull_request: renderPullBrief(world, repository, record),
  });
}
