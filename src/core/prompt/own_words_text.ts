import { LEAVE_IT, TRY_AGAIN } from '../question/progress_answers.ts';
import type { LeaseDetails } from '../slices.ts';
import { asData } from './as_data.ts';

/** What people said in words of their own when they were asked whether a task that made no progress is to go on; empty: nothing. */
export function ownWordsText({ answers }: Pick<LeaseDetails, 'answers'>, boundary: string): string {
  return answers
    .filter(({ source, answer }) => source === 'no_progress' && answer !== TRY_AGAIN && answer !== LEAVE_IT)
    .map(({ n, answer, by }) =>
      [
        `The work so far made no progress, and Q${n} asked whether to go on. ${by ?? 'Somebody'} answered, and wants it so now:`,
        asData(answer, boundary),
      ].join('\n'),
    )
    .join('\n\n');
}
