import type { IncomingBody } from '../../core/incoming/incoming_event.ts';

/** The part of an event that says what was written, and where. */
export type CommentEvent = Extract<IncomingBody, { kind: 'comment' }>;
