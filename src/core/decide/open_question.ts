import type { AskedQuestion, QuestionSource } from '../../protocol/questions.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { AttemptRecord } from '../records.ts';

/** What is asked, under an id that nothing else has. */
export type NewQuestion = Omit<AskedQuestion, 'source'> & { readonly id: string; readonly source: QuestionSource };

/**
 * Asks a person about an attempt, whoever wants to know: its agent, its runner, or the service itself. The question is open as
 * long as the attempt is at work or its task is blocked by it; it is the caller's matter to let one of them be so.
 */
export function openQuestion(
  builder: DecisionBuilder,
  attempt: Pick<AttemptRecord, 'run' | 'task' | 'number'>,
  { id, source, text, options, onlyOptions, default: fallback, deadlineMs, details }: NewQuestion,
  now: number,
): void {
  builder.change({
    kind: 'insert_question',
    question: {
      id,
      run: attempt.run,
      task: attempt.task,
      attempt: attempt.number,
      source,
      text,
      options,
      onlyOptions,
      defaultAnswer: fallback ?? null,
      details: details ?? null,
      deadlineAt: deadlineMs === undefined ? null : now + deadlineMs,
      state: 'open',
      askedAt: now,
      answer: null,
      answeredBy: null,
      settledAt: null,
    },
  });
}
