import type { QuestionSource, QuestionState } from '../../protocol/questions.ts';

/** A question as it is stored. */
export type QuestionRecord = {
  readonly id: string;
  readonly run: string;
  /** Counted from 1 per run. Tasks that ask the same while it is open have a record each, of one number. */
  readonly n: number;
  /** The task that it is about; null: the whole run. */
  readonly task: string | null;
  /** Number of the attempt that asked; null: none did. */
  readonly attempt: number | null;
  readonly source: QuestionSource;
  readonly text: string;
  readonly options: readonly string[];
  readonly onlyOptions: boolean;
  /** What counts where nobody answers by the deadline. */
  readonly defaultAnswer: string | null;
  readonly details: string | null;
  readonly deadlineAt: number | null;
  readonly state: QuestionState;
  readonly askedAt: number;
  /** The answer that counts, and who gave it; null: it is the default. */
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly settledAt: number | null;
  /** The hidden task by which the orchestrator looks at it first, or answered it; null: people are asked. */
  readonly answering: string | null;
  /** Why the orchestrator, which was asked first, left it to people; null: it did not. */
  readonly passedOn: string | null;
  /** The orchestrator's answer that a person overruled; null: none was. */
  readonly overruled: string | null;
  /** When people were reminded of it; null: not yet. */
  readonly remindedAt: number | null;
  /** Equal in questions that ask the same; null: it is like no other. */
  readonly sameness: string | null;
};
