import { createHash } from 'node:crypto';
import type { AskedQuestion, QuestionSource } from '../../protocol/questions.ts';

/**
 * What two questions of a run have in common that ask the same: words, options in their order, and what counts where nobody answers;
 * ignoring case and white space. null: it is like no other, for it is about one task's own work, or about the run.
 */
export function samenessOf({
  source,
  text,
  options,
  onlyOptions,
  default: fallback,
}: Pick<AskedQuestion, 'text' | 'options' | 'onlyOptions' | 'default'> & {
  readonly source: QuestionSource;
}): string | null {
  if (source !== 'agent') return null;
  const words = [text, fallback ?? '', ...options].map((part) => part.trim().toLowerCase().replace(/\s+/g, ' '));
  const told = JSON.stringify([onlyOptions, fallback !== undefined, ...words]);
  return createHash('sha256').update(told).digest('hex').slice(0, 32);
}
