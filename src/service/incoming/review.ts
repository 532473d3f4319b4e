import type { Change } from '../../core/changes.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { dropFindings } from '../observations/drop_findings.ts';
import { noteReview } from '../observations/note_review.ts';
import { settlingForGood } from './acted_upon.ts';
import { handleApproval, withdrawApproval } from './approving_review.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayGive } from './may_give.ts';
import { mayCommand, type Occasion, savingNames, settingsOf } from './occasion.ts';
import { subjectOfPull } from './subject_of_pull.ts';

type ReviewEvent = Extract<IncomingBody, { kind: 'review' }>;

/**
 * A review of a task's pull request, or of the final one. Who may command here may have work done by it. An approval has no
 * attempt made, since what is written in it is for people; where the work waits for approval, it lets it in.
 */
export async function handleReview(occasion: Occasion, event: ReviewEvent): Promise<Handled> {
  const { pull, review, action } = event;
  const subject = await subjectOfPull(occasion, pull);
  if (subject === null) return ignored('The pull request is none of a run.');
  const isApproval = action === 'submitted' && review.state === 'approved';
  const settings = await settingsOf(occasion);
  const may = await (isApproval ? mayGive(occasion, settings, ['approve']) : mayCommand(occasion, settings));
  if (!may) return ignored('Its sender may not command here.');
  const also = [
    ...(await savingNames(occasion)),
    ...settlingForGood(occasion, `Pull request ${pull.number} was reviewed.`),
  ];
  if (action === 'dismissed') {
    await withdrawApproval(occasion, subject);
    await dropFindings(occasion.deps, subject.run.id, { review: review.id }, [...also, dismissal(occasion, review.id)]);
    return SETTLED;
  }
  if (await isDismissed(occasion, review.id)) return ignored('The review was dismissed meanwhile.');
  if (isApproval) return handleApproval(occasion, subject, event, also);
  const { deps, github, repository, sender } = occasion;
  const told = { ...review, pull: pull.number, by: sender.login };
  return noteReview({ deps, repositories: github.repositories, repository }, subject, told, also);
}

/** Webhooks may come in another order than what they tell: a review that was dismissed before it is told counts for nothing. */
function dismissal(occasion: Occasion, review: number): Change {
  const subject = reviewSubject(occasion, review);
  return { kind: 'remember_shown', shown: { subject, what: 'dismissed', number: null, digest: occasion.delivery } };
}

async function isDismissed(occasion: Occasion, review: number): Promise<boolean> {
  const remembered = await occasion.deps.store.read.shown(reviewSubject(occasion, review));
  return remembered.some(({ what }) => what === 'dismissed');
}

function reviewSubject({ incoming }: Occasion, review: number): string {
  return `review:${incoming.id}:${review}`;
}
