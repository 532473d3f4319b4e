import type { IncomingEvent } from '../../core/incoming/incoming_event.ts';
import { isTooLate } from '../../core/incoming/too_late.ts';
import { counted } from '../../core/text/counted.ts';
import { surroundings } from '../dependencies.ts';
import { handleAccess } from './access.ts';
import { actedUponBefore } from './acted_upon.ts';
import { handleCheckAction } from './check_action.ts';
import { handleCheckCompleted } from './check_completed.ts';
import { handleComment } from './comment.ts';
import { handleDeletedComment } from './deleted_comment.ts';
import type { DeliveryContext } from './delivery_context.ts';
import { handleEditedComment } from './edited_comment.ts';
import { type Handled, ignored } from './handled.ts';
import { handleIssue } from './issue.ts';
import { nameRepository } from './known_repository.ts';
import type { Occasion } from './occasion.ts';
import { handlePull } from './pull.ts';
import { handlePush } from './push.ts';
import { handleRelations } from './relations.ts';
import { handleReview } from './review.ts';
import { followTaskIssue } from './task_issue.ts';
import { handleThreadResolved } from './thread_resolved.ts';

const OUR_OWN = ignored('Planwright did it itself.');

/**
 * Does what an event calls for. Only what happens in a repository of an allowed installation counts, and nothing that our
 * own bot did, since that is known already.
 */
export async function handleEvent(context: DeliveryContext, event: IncomingEvent): Promise<Handled> {
  const { body, installation, repository, sender } = event;
  if (body.kind === 'ignored') return ignored(body.why);
  if (installation === null) return ignored('It is about no installation of the App.');
  if (body.kind === 'access') return handleAccess(context, { installation, sender }, body);
  if (repository === null) return ignored('It is about no repository.');
  const isOurs = sender.login.toLowerCase() === context.github.botLogin.toLowerCase();
  // What we close ourselves, others may wait for.
  if (isOurs && body.kind !== 'issue') return OUR_OWN;
  if (!(await context.github.authorization.isAllowed(installation)))
    return ignored('The owner of the installation is not allowed.');
  if ('issue' in body && isTooLate(momentOf(body), context.deps.clock.now())) {
    return ignored('It comes too late to be acted upon.');
  }
  if (!('issue' in body) && (await actedUponBefore(context))) return ignored('It was acted upon before.');
  const around = surroundings(context.deps);
  const named = await nameRepository(context.deps.store.read, repository, installation, around);
  const occasion = { ...context, ...named, incoming: repository, installation, sender };
  const followed = body.kind === 'issue' ? await followTaskIssue(occasion, body) : 0;
  const handled = isOurs ? OUR_OWN : await dispatch(occasion, body);
  if (followed === 0 || handled.kind !== 'ignored') return handled;
  if (typeof followed !== 'number') return followed;
  return { kind: 'done', note: `${counted(followed, 'task')} of plans that run went by it.` };
}

/** An edited comment leaves its issue as old as it was. */
function momentOf(body: Extract<IncomingEvent['body'], { kind: 'issue' | 'comment' }>): number {
  return body.kind === 'comment' ? Math.max(body.issue.updatedAt, body.comment.updatedAt) : body.issue.updatedAt;
}

async function dispatch(
  occasion: Occasion,
  body: Exclude<IncomingEvent['body'], { kind: 'access' | 'ignored' }>,
): Promise<Handled> {
  switch (body.kind) {
    case 'issue':
      return handleIssue(occasion, body);
    case 'relations':
      return handleRelations(occasion, body);
    case 'comment':
      return body.action === 'created' ? handleComment(occasion, body) : handleEditedComment(occasion, body);
    case 'comment_deleted':
      return handleDeletedComment(occasion, body);
    case 'pull':
      return handlePull(occasion, body);
    case 'push':
      return handlePush(occasion, body);
    case 'review':
      return handleReview(occasion, body);
    case 'thread_resolved':
      return handleThreadResolved(occasion, body);
    case 'check_completed':
      return handleCheckCompleted(occasion, body);
    case 'check_action':
      return handleCheckAction(occasion, body);
    default:
      return body satisfies never;
  }
}
