import type { AnsweredQuestion } from '../../protocol/questions.ts';
import type { QuestionRecord } from './question_record.ts';

/** What is changed of questions, and what a decision relies on of them. */
export type QuestionChange =
  /**
   * Asks a person: the question is numbered by its run, and the event `question_asked` is written, both by the same statements. Where
   * another task asks the same and it is open, it gets the number of that.
   */
  | { readonly kind: 'insert_question'; readonly question: Omit<QuestionRecord, 'n' | 'passedOn'> }
  /** Lands only while the question is open. */
  | {
      readonly kind: 'settle_question';
      readonly question: string;
      readonly to: 'answered' | 'expired' | 'withdrawn';
      /** null: it was withdrawn. */
      readonly answer: string | null;
      readonly by: string | null;
      readonly at: number;
    }
  /** Asks it in other words, in the same comment; lands only while the question is open. */
  | {
      readonly kind: 'reword_question';
      readonly run: string;
      readonly question: string;
      readonly text: string;
      readonly options: readonly string[];
    }
  /** Lands only while the answer is `before`. */
  | {
      readonly kind: 'change_answer';
      readonly question: string;
      readonly before: string | null;
      readonly answer: string;
      readonly by: string;
      readonly at: number;
    }
  /** Lands only while the answer is the orchestrator's; a task that was told it may go on with it meanwhile. */
  | {
      readonly kind: 'overrule_answer';
      readonly question: string;
      readonly answer: string;
      readonly by: string;
      readonly at: number;
    }
  /** People are asked from now on, and the orchestrator no more. Lands only while the question is open and this hidden task has it. */
  | {
      readonly kind: 'pass_question_on';
      readonly question: string;
      readonly answering: string;
      readonly because: string;
    }
  /** Notes that people were reminded; lands only while the question is open and nobody was. */
  | { readonly kind: 'note_reminder'; readonly question: string; readonly at: number }
  /** Whatever the task asks is asked no more; relative, so that a question asked meanwhile goes too. Writes an event for each. */
  | { readonly kind: 'withdraw_questions'; readonly task: string; readonly because: string }
  /** Nothing that the run or its tasks ask is asked any more. Writes an event for each. */
  | { readonly kind: 'withdraw_questions_of_run'; readonly run: string; readonly because: string }
  /** Relies on that nobody asks it (any more): a task may have joined those that are known to. */
  | { readonly kind: 'require_settled'; readonly run: string; readonly n: number }
  /** Relies on that whatever the task was answered by now is among these: an attempt is told what counts. */
  | {
      readonly kind: 'require_answers';
      readonly task: string;
      readonly answers: readonly Pick<AnsweredQuestion, 'n' | 'answer'>[];
    }
  /** Relies on whether the task asks something. */
  | { readonly kind: 'require_questions'; readonly task: string; readonly open: 'some' | 'none' };
