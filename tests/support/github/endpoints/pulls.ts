import { findPull, isPull } from '../actions/find.ts';
import { type MergeMethod, mergePull } from '../actions/merge.ts';
import { changePullState, editPull, mergeability, type NewPull, openPull } from '../actions/pulls.ts';
import { removeReviewers, requestReviewers, requestTeams } from '../actions/reviewers.ts';
import { notFound } from '../api_error.ts';
import { readCommits } from '../git/read_commits.ts';
import { created, type Endpoint, ok, type RepositoryCall, repositoryEndpoint } from '../http/endpoint.ts';
import { paged } from '../http/paging.ts';
import { reviewPull } from '../people/reviews.ts';
import { renderCommit } from '../render/commit.ts';
import { type Pull, renderPull, renderPullBrief, renderReview } from '../render/pull.ts';
import { renderReviewComment } from '../render/review_comment.ts';

type PullBody = {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: 'open' | 'closed';
  readonly base?: string;
};
type MergeBody = {
  readonly sha?: string;
  readonly merge_method?: MergeMethod;
  readonly commit_title?: string;
  readonly commit_message?: string;
};
type ReviewersBody = { readonly reviewers?: readonly string[]; readonly team_reviewers?: readonly string[] };

/** Pull requests. */
export const pullEndpoints: readonly Endpoint[] = [
  repositoryEndpoint('pulls/list', 'pull_requests:read', listPulls),
  repositoryEndpoint<NewPull>('pulls/create', 'pull_requests:write', async (call) => {
    const { world, repository, actor, body } = call;
    return created(await shown(call, await openPull(world, repository, actor, body), false));
  }),
  repositoryEndpoint('pulls/get', 'pull_requests:read', async (call) => ok(await shown(call, pullOf(call), true))),
  repositoryEndpoint<PullBody>('pulls/update', 'pull_requests:write', async (call) => {
    const { world, repository, actor, body } = call;
    const pull = pullOf(call);
    await editPull(world, repository, pull, actor, body);
    if (body.state !== undefined) await changePullState(world, repository, pull, actor, body.state);
    return ok(await shown(call, pull, false));
  }),
  repositoryEndpoint<MergeBody | undefined>('pulls/merge', 'contents:write', async (call) => {
    const { world, repository, actor, body } = call;
    const sha = await mergePull(world, repository, pullOf(call), actor, {
      method: body?.merge_method ?? 'merge',
      sha: body?.sha,
      title: body?.commit_title,
      message: body?.commit_message,
    });
    return ok({ sha, merged: true, message: 'Pull Request successfully merged' });
  }),
  repositoryEndpoint('pulls/list-commits', 'pull_requests:read', async (call) => {
    const { pull } = pullOf(call);
    const commits = await readCommits(call.repository.folder, [`${pull.baseSha}..${pull.headSha}`]);
    return paged(
      call,
      commits.reverse().map((commit) => renderCommit(call.world, call.repository, commit)),
    );
  }),
  repositoryEndpoint('pulls/list-reviews', 'pull_requests:read', (call) => {
    const pull = pullOf(call);
    const reviews = pull.pull.reviews.map((review) => renderReview(call.world, call.repository, pull, review));
    return paged(
      call,
      reviews.map((review) => ({ ...review, state: `${review.state}`.toUpperCase() })),
    );
  }),
  repositoryEndpoint('pulls/list-review-comments', 'pull_requests:read', (call) => {
    const pull = pullOf(call);
    const { reviewComments } = pull.pull;
    return paged(
      call,
      reviewComments.map((comment) => renderReviewComment(call.world, call.repository, pull, comment)),
    );
  }),
  repositoryEndpoint<{ readonly body: string }>(
    'pulls/create-reply-for-review-comment',
    'pull_requests:write',
    async (call) => {
      const { world, repository, actor, body } = call;
      const pull = pullOf(call);
      const to = pull.pull.reviewComments.find(({ id }) => id === Number(call.path.comment_id));
      if (to === undefined) throw notFound();
      const on = { path: to.path, line: to.line, body: body.body, replyTo: to.replyTo ?? to.id };
      await reviewPull(world, repository, pull, { by: actor, state: 'commented', comments: [on] });
      const made = pull.pull.reviewComments.at(-1) ?? to;
      return created(renderReviewComment(world, repository, pull, made));
    },
  ),
  repositoryEndpoint<ReviewersBody | undefined>('pulls/request-reviewers', 'pull_requests:write', async (call) => {
    const pull = pullOf(call);
    requestTeams(call.world, call.repository, pull, call.caller, call.body?.team_reviewers ?? []);
    await requestReviewers(call.world, call.repository, pull, call.actor, call.body?.reviewers ?? []);
    return created(renderPullBrief(call.world, call.repository, pull));
  }),
  repositoryEndpoint<ReviewersBody>('pulls/remove-requested-reviewers', 'pull_requests:write', async (call) => {
    const pull = pullOf(call);
    await removeReviewers(call.world, call.repository, pull, call.actor, call.body.reviewers ?? []);
    return ok(renderPullBrief(call.world, call.repository, pull));
  }),
];

function pullOf({ repository, path }: RepositoryCall): Pull {
  return findPull(repository, Number(path.pull_number));
}

async function shown({ world, repository }: RepositoryCall, pull: Pull, asks: boolean) {
  return await renderPull(world, repository, pull, await mergeability(world, repository, pull, asks));
}

function listPulls(call: RepositoryCall) {
  const { world, repository, query } = call;
  const state = query.get('state') ?? 'open';
  const [head, base] = [query.get('head'), query.get('base')];
  const fits = ({ state: is, pull }: Pull) =>
    (state === 'all' || is === state) &&
    (head === null || `${repository.owner}:${pull.headBranch}`.toLowerCase() === head.toLowerCase()) &&
    (base === null || pull.baseBranch === base);
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  const found = [...repository.issues.values()]
    .filter(isPull)
    .filter(fits)
    .sort((a, b) => sign * (a[key] - b[key] || a.number - b.number));
  return paged(
    call,
    found.map((pull) => renderPullBrief(world, repository, pull)),
  );
}
