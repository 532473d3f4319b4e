/** Why an attempt is told to end for something else than itself, with its failure then in words. Its task comes back after that. */
export const INTERRUPTIONS = {
  paused: 'The run was paused.',
  overruled: 'A person overruled an answer that it worked with.',
  taken: 'A person took the task over.',
  run_budget: 'What the run may use is used up.',
} as const;
/** One of them, which is also the class of the failure. */
export type Interruption = keyof typeof INTERRUPTIONS;

/** Why an attempt is told to end. `canceled`: nobody wants its task any more. */
export type OrderCode = Interruption | 'canceled';

/** Why an attempt was told to end, as it is kept. `code` is absent where an earlier version gave it, which told interruptions by their words. */
export type GivenOrder = { readonly code?: OrderCode; readonly reason: string };

const EARLIER_WORDS: Readonly<Record<string, Interruption>> = {
  paused: 'paused',
  overruled: 'overruled',
  taken: 'taken',
  'the budget is used up': 'run_budget',
};

/** For what else the attempt is to end; null: it is canceled, or not told to end at all. */
export function interruptionBy(order: GivenOrder | null): Interruption | null {
  if (order === null) return null;
  const { code = EARLIER_WORDS[order.reason] ?? 'canceled' } = order;
  return code === 'canceled' ? null : code;
}
