import type { Occasion } from './occasion.ts';

/** What is remembered of a comment stands under this: what it answered, and which of its commands were carried out. */
export function commentSubject({ incoming }: Occasion, comment: number): string {
  return `comment:${incoming.id}:${comment}`;
}
