import type { ConversationEvent } from '../../protocol/conversation.ts';

/** What is drawn and counted for an attempt. */
export type NewAttempt = {
  readonly attempt: string;
  readonly number: number;
  /** A line that stands around data in its prompt and that nobody can know before. */
  readonly boundary: string;
  /** Id of the runner that it is handed to. */
  readonly runner: string;
  /** What the task's agent did and said before, as far as it is known; oldest first. */
  readonly conversation: readonly ConversationEvent[];
};
