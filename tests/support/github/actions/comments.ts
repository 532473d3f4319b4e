import { renderComment, renderIssue } from '../render/issue.ts';
import type { Comment, Issue, Reaction, Repository } from '../state.ts';
import type { World } from '../world.ts';
import { findIssue, touch } from './find.ts';
import { refuseLongBody } from './issues.ts';

/** Comments on an issue or pull request. `at`: when it was written, where GitHub tells of it only now. */
export function addComment(
  world: World,
  repository: Repository,
  issue: Issue,
  author: string,
  body: string,
  at = world.now(),
): Comment {
  refuseLongBody('IssueComment', body);
  const id = world.nextId();
  const comment: Comment = { id, issue: issue.number, author, body, createdAt: at, updatedAt: at, reactions: [] };
  repository.comments.set(id, comment);
  touch(world, issue);
  emitComment(world, repository, comment, author, 'created', {});
  return comment;
}

/** Changes a comment's text. */
export function editComment(world: World, repository: Repository, comment: Comment, actor: string, body: string): void {
  refuseLongBody('IssueComment', body);
  const from = comment.body;
  comment.body = body;
  touch(world, comment);
  touch(world, findIssue(repository, comment.issue));
  emitComment(world, repository, comment, actor, 'edited', { changes: { body: { from } } });
}

/** Removes a comment. */
export function deleteComment(world: World, repository: Repository, comment: Comment, actor: string): void {
  repository.comments.delete(comment.id);
  emitComment(world, repository, comment, actor, 'deleted', {});
}

/** Reacts once per person and kind; says whether the reaction is new. */
export function react(
  world: World,
  thing: { readonly reactions: Reaction[] },
  author: string,
  content: string,
): { readonly reaction: Reaction; readonly isNew: boolean } {
  const known = thing.reactions.find((reaction) => reaction.author === author && reaction.content === content);
  if (known !== undefined) return { reaction: known, isNew: false };
  const reaction = { id: world.nextId(), content, author, createdAt: world.now() };
  thing.reactions.push(reaction);
  return { reaction, isNew: true };
}

function emitComment(
  world: World,
  repository: Repository,
  comment: Comment,
  actor: string,
  action: string,
  more: Readonly<Record<string, unknown>>,
): void {
  world.emit('issue_comment', repository, actor, {
    action,
    issue: renderIssue(world, repository, findIssue(repository, comment.issue)),
    comment: renderComment(world, repository, comment),
    ...more,
  });
}
