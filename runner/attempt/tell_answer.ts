import type { AnsweredQuestion } from '../../src/protocol/questions.ts';
import type { Attempt } from './attempt.ts';

/** Where an attempt tells what happens in it. */
export type Teller = {
  readonly log: Pick<Attempt['log'], 'line'>;
  readonly conversation: Pick<Attempt['conversation'], 'tell'>;
};

/** Tells log and conversation what a person, or a default, said to a question. */
export function tellAnswer(
  { log, conversation }: Teller,
  question: string,
  { n, answer, by }: Pick<AnsweredQuestion, 'n' | 'answer' | 'by'>,
): void {
  log.line(
    by === null
      ? `planwright: nobody answered Q${n} in time, so that the default counts: ${answer}`
      : `planwright: ${by} answered Q${n}: ${answer}`,
  );
  conversation.tell({ kind: 'answer', question, text: answer, by: by ?? 'the default' });
}
