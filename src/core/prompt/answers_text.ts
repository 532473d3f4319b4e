import type { LeaseDetails } from '../slices.ts';
import { asData } from './as_data.ts';

/** What a task has asked, with the answers. Who asked in an earlier attempt need not be who reads this: so each question stands before its answer. */
export function answersText(answers: LeaseDetails['answers'], boundary: string): string {
  return answers
    .map(({ n, text, answer, by }) => {
      const how = by === null ? 'nobody answered in time, so that the default counts:' : `${by} answered:`;
      return [`Q${n} was asked:`, asData(text, boundary), how, asData(answer, boundary)].join('\n');
    })
    .join('\n\n');
}
