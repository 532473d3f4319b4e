import type { QuestionState as States } from '../../protocol/questions.ts';
import { stateMachine } from '../state_machine.ts';

/** Where a question stands. */
export type QuestionState = States;

/** What can happen to a question. */
export const QUESTION_INPUTS = [
  'answer',
  /** Its deadline has passed, and it has a default. */
  'expire',
  /** The attempt that asked ended otherwise than by waiting, or its task did. */
  'withdraw',
] as const;
/** One of them. */
export type QuestionInput = (typeof QUESTION_INPUTS)[number];

/** A question is settled once, and for good. */
export const questionMachine = stateMachine<QuestionState, QuestionInput>('question', {
  open: { answer: 'answered', expire: 'expired', withdraw: 'withdrawn' },
  answered: {},
  expired: {},
  withdrawn: {},
});
