import type { Outcome } from '../../protocol/outcome.ts';
import type { StartRequest } from '../../protocol/runner_messages.ts';
import type { FailureNote } from '../failure_note.ts';
import type { AttemptRecord, CancelHow, SessionRecord } from '../records.ts';
import type { AttemptState } from './attempt_state.ts';
import type { OrderCode } from './order_reason.ts';

type AttemptFields = {
  readonly startedAt?: number;
  readonly endedAt?: number | null;
  readonly base?: StartRequest['base'];
  readonly startCommit?: StartRequest['startCommit'];
  readonly leaseUntil?: number;
  readonly outcome?: Outcome;
  readonly failure?: FailureNote | null;
};

/** Changes of attempts and of what they were told and say. */
export type AttemptChange =
  | { readonly kind: 'insert_attempt'; readonly attempt: AttemptRecord }
  | {
      readonly kind: 'move_attempt';
      readonly attempt: string;
      readonly from: AttemptState;
      readonly to: AttemptState;
      readonly set?: AttemptFields;
    }
  /** Lands only while the attempt is in this state. */
  | {
      readonly kind: 'renew_lease';
      readonly attempt: string;
      readonly in: AttemptState;
      readonly leaseUntil: number;
      readonly progress?: string;
    }
  | {
      readonly kind: 'order_cancel';
      readonly attempt: string;
      readonly in: AttemptState;
      readonly how: CancelHow;
      readonly code: OrderCode;
      readonly reason: string;
    }
  /** Says why the newest work of a task has to be done again although its attempt had succeeded. */
  | { readonly kind: 'note_failure'; readonly attempt: string; readonly failure: FailureNote }
  /** Keeps a conversation, unless a later attempt's is kept in its place. One that goes on keeps who began it. */
  | { readonly kind: 'save_session'; readonly session: SessionRecord };
