import { addComment, deleteComment, editComment } from '../actions/comments.ts';
import { findComment, findIssue } from '../actions/find.ts';
import { created, type Endpoint, noContent, ok, repositoryEndpoint } from '../http/endpoint.ts';
import { paged } from '../http/paging.ts';
import { renderComment } from '../render/issue.ts';
import type { Comment } from '../state.ts';
import { readIssues, writeIssues } from './issues.ts';

/** Comments on issues and pull requests. */
export const commentEndpoints: readonly Endpoint[] = [
  repositoryEndpoint('issues/list-comments', readIssues, (call) => {
    const { world, repository, path, query } = call;
    const issue = findIssue(repository, Number(path.issue_number));
    const found = [...repository.comments.values()].filter(
      (comment) => comment.issue === issue.number && changedSince(comment, query.get('since')),
    );
    return paged(
      call,
      found.map((comment) => renderComment(world, repository, comment)),
    );
  }),
  repositoryEndpoint('issues/list-comments-for-repo', readIssues, (call) => {
    const { world, repository, query } = call;
    const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
    const sign = query.get('direction') === 'desc' ? -1 : 1;
    const found = [...repository.comments.values()]
      .filter((comment) => changedSince(comment, query.get('since')))
      .sort((a, b) => sign * (a[key] - b[key] || a.id - b.id));
    return paged(
      call,
      found.map((comment) => renderComment(world, repository, comment)),
    );
  }),
  repositoryEndpoint<{ body: string }>('issues/create-comment', writeIssues, (call) => {
    const { world, repository, path, actor, body } = call;
    const issue = findIssue(repository, Number(path.issue_number));
    return created(renderComment(world, repository, addComment(world, repository, issue, actor, body.body)));
  }),
  repositoryEndpoint('issues/get-comment', readIssues, ({ world, repository, path }) =>
    ok(renderComment(world, repository, findComment(repository, Number(path.comment_id)))),
  ),
  repositoryEndpoint<{ body: string }>('issues/update-comment', writeIssues, (call) => {
    const { world, repository, path, actor, body } = call;
    const comment = findComment(repository, Number(path.comment_id));
    editComment(world, repository, comment, actor, body.body);
    return ok(renderComment(world, repository, comment));
  }),
  repositoryEndpoint('issues/delete-comment', writeIssues, ({ world, repository, path, actor }) => {
    deleteComment(world, repository, findComment(repository, Number(path.comment_id)), actor);
    return noContent;
  }),
];

function changedSince(comment: Comment, since: string | null): boolean {
  return since === null || comment.updatedAt >= Date.parse(since);
}
