import { bad, type ReadOne } from './value_kinds.ts';

/** What waits for a person's approval. */
export const approval: ReadOne<'plan'> = (text) => {
  const word = text.toLowerCase();
  if (word === 'plan') return { value: word };
  if (word === 'before' || word === 'after')
    return bad(
      'not-built-yet',
      'is not built yet',
      'Leave it out, or write `approve: plan` in the `planwright` block.',
    );
  return bad('bad-value', 'is nothing that can wait for approval', 'Write `plan`.');
};
