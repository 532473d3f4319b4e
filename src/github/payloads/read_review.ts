import { z } from 'zod';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';
import { ownHead, Pull } from './schema.ts';

/** What these events show of a pull request. */
const ReviewedPull = Pull.pick({ number: true, head: true, base: true });

const ReviewPayload = z.object({
  review: z.object({
    id: z.number().int(),
    state: z.string(),
    body: z.string().nullable(),
    commit_id: z.string().nullish(),
  }),
  pull_request: ReviewedPull,
});
const ThreadPayload = z.object({
  thread: z.object({ comments: z.array(z.object({ id: z.number().int() })) }),
  pull_request: ReviewedPull,
});

/**
 * The event `pull_request_review`. A comment that stands alone, and an answer in a thread, is a review of its own, so that
 * `pull_request_review_comment` says nothing more.
 */
export const readReview: ReadBody = (payload, action) => {
  if (action !== 'submitted' && action !== 'dismissed') return ignored(`reviews that are ${action}`);
  const { review, pull_request: pull } = ReviewPayload.parse(payload);
  const state = STATES.find((known) => known === review.state.toLowerCase()) ?? 'commented';
  return {
    kind: 'review',
    action,
    review: {
      id: review.id,
      state,
      body: review.body ?? '',
      ...(state === 'approved' && review.commit_id ? { commit: review.commit_id } : {}),
    },
    pull: { number: pull.number, head: ownHead(pull) },
  };
};

const STATES = ['approved', 'changes_requested', 'commented'] as const;

/** The event `pull_request_review_thread`. */
export const readReviewThread: ReadBody = (payload, action) => {
  if (action !== 'resolved') return ignored(`threads of reviews that are ${action}`);
  const { thread, pull_request: pull } = ThreadPayload.parse(payload);
  const comments = thread.comments.map(({ id }) => id);
  return { kind: 'thread_resolved', comments, pull: { number: pull.number, head: ownHead(pull) } };
};
