import { findMarker, type Marker } from '../../core/report/markers.ts';
import { handleApprovalTick } from './approval_ticked.ts';
import type { CommentEvent } from './comment_event.ts';
import { handleEditedAnswer } from './edited_answer.ts';
import { handleEditedProposal } from './edited_proposal.ts';
import { type Handled, ignored } from './handled.ts';
import type { Occasion } from './occasion.ts';
import { handleQuestionTick } from './question_ticked.ts';

/**
 * What an edit of one of our own comments by a person calls for, by what the comment is. Whether the person may do so is for each to
 * ask; whatever is not here may be edited without anything following from it.
 */
const OWN_COMMENTS: {
  readonly [Kind in Marker['kind']]?: (
    occasion: Occasion,
    event: CommentEvent,
    marker: Extract<Marker, { kind: Kind }>,
  ) => Promise<Handled>;
} = { plan: handleEditedProposal, diff: handleApprovalTick, question: handleQuestionTick };

/** Somebody edited a comment. Commands in it were carried out when it was written, and are not carried out again. */
export async function handleEditedComment(occasion: Occasion, event: CommentEvent): Promise<Handled> {
  const { github, sender } = occasion;
  const { author, before, body } = event.comment;
  if (sender.bot) return ignored('Bots command nothing.');
  if (before === null || before === body) return ignored('Its text is the same.');
  if (author.login.toLowerCase() !== github.botLogin.toLowerCase()) {
    return author.bot ? ignored('The edited comment is of another bot.') : handleEditedAnswer(occasion, event);
  }
  // Edited or not, it is what it was.
  const marker = findMarker(before) ?? findMarker(body);
  const handle = marker === null ? undefined : OWN_COMMENTS[marker.kind];
  if (marker === null || handle === undefined) return ignored('Nothing follows from an edit of this comment.');
  return (handle as (occasion: Occasion, event: CommentEvent, marker: Marker) => Promise<Handled>)(
    occasion,
    event,
    marker,
  );
}
