import type { LeaseDetails } from '../slices.ts';
import { asData } from './as_data.ts';

const OVERRULED =
  'That overrules what the orchestrator had answered. Change what you did because of this answer, which counts no more:';

/** What attempts of a task have asked, not what was asked about it, with the answers. Who asked in an earlier attempt need not be who reads this: so each question stands before its answer. */
export function answersText(answers: LeaseDetails['answers'], boundary: string): string {
  return answers
    .filter(({ attempt }) => attempt !== null)
    .map(({ n, text, answer, by, overruled }) => {
      const how = by === null ? 'nobody answered in time, so that the default counts:' : `${by} answered:`;
      const told = [`Q${n} was asked:`, asData(text, boundary), how, asData(answer, boundary)];
      const instead = overruled === undefined ? [] : [OVERRULED, asData(overruled, boundary)];
      return [...told, ...instead].join('\n');
    })
    .join('\n\n');
}
