import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { QuestionSlice } from './question_slice.ts';

/** What was answered. `by` null: nobody answered by the deadline, so that the default counts. */
export type GivenAnswer = { readonly answer: string; readonly by: string | null };

/**
 * Adds to a decision what an answer does; the question itself is settled before it. Whatever relies on tasks standing as they are in
 * the slice is guarded here.
 */
export type OnAnswer = (
  builder: DecisionBuilder,
  slice: QuestionSlice,
  given: GivenAnswer,
  around: Surroundings,
) => void;
