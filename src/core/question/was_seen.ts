import type { Shown } from '../shown.ts';
import type { QuestionRecord } from './question_record.ts';

/** GitHub tells times in whole seconds. */
const SECOND_MS = 1_000;

/**
 * Whether whoever wrote something at this moment, by GitHub's clock, could have seen the question: as with plans, its comment stood there.
 * Where no comment could be written, as in a locked issue, it counts from when it was asked, by our own clock.
 *
 * @param shown of its run
 */
export function wasSeen(
  { n, askedAt }: Pick<QuestionRecord, 'n' | 'askedAt'>,
  shown: readonly Shown[],
  at: number,
): boolean {
  const digestOf = (what: Shown['what']) => shown.find((each) => each.what === what)?.digest;
  const since = digestOf(`asked:${n}`);
  if (since !== undefined) return at >= Number(since);
  return digestOf(`question:${n}`) !== undefined && at >= secondOf(askedAt);
}

/** The beginning of the second of a moment of ours, to be held against a time that GitHub told. */
export function secondOf(at: number): number {
  return at - (at % SECOND_MS);
}
