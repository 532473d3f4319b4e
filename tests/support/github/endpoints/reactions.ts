import { react } from '../actions/comments.ts';
import { findComment, findIssue } from '../actions/find.ts';
import { type Endpoint, type RepositoryCall, repositoryEndpoint } from '../http/endpoint.ts';
import { paged } from '../http/paging.ts';
import { renderReaction } from '../render/issue.ts';
import type { Reaction } from '../state.ts';
import { readIssues, writeIssues } from './issues.ts';

type ReactionBody = { readonly content: string };

/** Reactions to issues and comments. */
export const reactionEndpoints: readonly Endpoint[] = [
  repositoryEndpoint<ReactionBody>('reactions/create-for-issue-comment', writeIssues, (call) =>
    reactTo(call, findComment(call.repository, Number(call.path.comment_id))),
  ),
  repositoryEndpoint<ReactionBody>('reactions/create-for-issue', writeIssues, (call) =>
    reactTo(call, findIssue(call.repository, Number(call.path.issue_number))),
  ),
  repositoryEndpoint('reactions/list-for-issue-comment', readIssues, (call) =>
    list(call, findComment(call.repository, Number(call.path.comment_id)).reactions),
  ),
  repositoryEndpoint('reactions/list-for-issue', readIssues, (call) =>
    list(call, findIssue(call.repository, Number(call.path.issue_number)).reactions),
  ),
];

function reactTo({ world, actor, body }: RepositoryCall<ReactionBody>, thing: { readonly reactions: Reaction[] }) {
  const { reaction, isNew } = react(world, thing, actor, body.content);
  return { status: isNew ? 201 : 200, body: renderReaction(world, reaction) };
}

function list(call: RepositoryCall, reactions: readonly Reaction[]) {
  const content = call.query.get('content');
  const found = reactions.filter((reaction) => content === null || reaction.content === content);
  return paged(
    call,
    found.map((reaction) => renderReaction(call.world, reaction)),
  );
}
