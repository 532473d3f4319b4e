import type { AskedQuestion, QuestionSource } from '../../protocol/questions.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { samenessOf } from '../question/sameness.ts';

/** What is asked, under an id that nothing else has. */
export type NewQuestion = Omit<AskedQuestion, 'source'> & {
  readonly id: string;
  readonly source: QuestionSource;
  /** The hidden task by which the orchestrator looks at it first; absent: people are asked at once. */
  readonly answering?: string | null;
};

/**
 * Asks a person, whoever wants to know: an agent, its runner, or the service itself. A question of an attempt is open as long as that is
 * at work or its task is blocked by it, one of a task alone as long as that is blocked; it is the caller's matter to let one of them be so.
 * One about the whole run is open until the run ends.
 */
export function openQuestion(
  builder: DecisionBuilder,
  { run, task, attempt }: Pick<QuestionRecord, 'run' | 'task' | 'attempt'>,
  { id, source, text, options, onlyOptions, default: fallback, deadlineMs, details, answering = null }: NewQuestion,
  now: number,
): void {
  builder.change({
    kind: 'insert_question',
    question: {
      id,
      run,
      task,
      attempt,
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
      answering,
      overruled: null,
      remindedAt: null,
      sameness: samenessOf({ source, text, options, onlyOptions, default: fallback }),
    },
  });
}
