import { z } from 'zod';
import { DurationMs, Id } from './primitives.ts';
import { AskedQuestion } from './questions.ts';

/** The longest that `ask` may wait for an answer. */
export const ASK_WAIT_LIMIT_MS = 25_000;

/**
 * `POST ask`: a question to a person, under an id that the runner chose; waits for the answer up to `waitMs`. Asking again under
 * the same id asks nothing new, and is how an answer is waited for longer.
 */
export const AskRequest = z.object({
  runner: Id,
  attempt: Id,
  question: Id,
  asked: AskedQuestion,
  waitMs: DurationMs.max(ASK_WAIT_LIMIT_MS),
});
export type AskRequest = z.infer<typeof AskRequest>;

/** Where a question stands, `n` being its number in the run: 3 is Q3. */
export const AskResponse = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open'), n: z.number().int().positive() }),
  z.object({
    state: z.literal('answered'),
    n: z.number().int().positive(),
    answer: z.string(),
    /** null: nobody answered by the deadline, so that the default counts. */
    by: z.string().nullable(),
  }),
  /** The attempt was given up meanwhile. Where it came back, it asks anew. */
  z.object({ state: z.literal('withdrawn'), n: z.number().int().positive() }),
]);
export type AskResponse = z.infer<typeof AskResponse>;
