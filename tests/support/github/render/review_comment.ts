import type { Repository, ReviewComment } from '../state.ts';
import { nodeId, timestamp, type World } from '../world.ts';
import { type Rendered, renderAccount } from './account.ts';
import { association, pageOf } from './issue.ts';
import type { Pull } from './pull.ts';
import { repositoryUrl } from './repository.ts';

/** A comment on a line. `line` is that of today's head, `original_line` that which was commented. */
export function renderReviewComment(
  world: World,
  repository: Repository,
  pull: Pull,
  comment: ReviewComment,
): Rendered {
  const url = `${repositoryUrl(world, repository)}/pulls/comments/${comment.id}`;
  const page = `${pageOf(world, repository, pull)}#discussion_r${comment.id}`;
  const pullUrl = `${repositoryUrl(world, repository)}/pulls/${pull.number}`;
  const isOutdated = pull.pull.headSha !== comment.commit;
  return {
    url,
    pull_request_review_id: comment.review,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    diff_hunk: comment.hunk,
    path: comment.path,
    commit_id: pull.pull.headSha,
    original_commit_id: comment.commit,
    ...(comment.replyTo === null ? {} : { in_reply_to_id: comment.replyTo }),
    user: renderAccount(world, comment.author),
    body: comment.body,
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.createdAt),
    html_url: page,
    pull_request_url: pullUrl,
    author_association: association(repository, comment.author),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pullUrl } },
    line: isOutdated ? null : comment.line,
    original_line: comment.line,
    start_line: null,
    original_start_line: null,
    start_side: null,
    side: 'RIGHT',
    subject_type: 'line',
  };
}
