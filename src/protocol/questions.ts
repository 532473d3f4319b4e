import { z } from 'zod';
import { DurationMs } from './primitives.ts';

/** The most that what is shown beside a question may hold, in UTF-16 code units. */
export const DETAILS_LIMIT = 65_536;
/** The most that an answer may hold, likewise. */
export const ANSWER_LIMIT = 16_384;
/** The most that a question and one of its options may hold, likewise, and the most options that it may offer. */
const QUESTION_LIMIT = 4_000;
const OPTION_LIMIT = 200;
const OPTIONS_LIMIT = 20;

/** Who asks by way of an attempt: the agent or command of the task, or the runner about what was changed or looks like a secret. */
const AskedBy = z.enum(['agent', 'protected_paths', 'secret_shapes']);

/** Who asks: an attempt, or the service itself. What an answer does stands in `core/decide/on_answer.ts`. */
export const QuestionSource = z.enum([...AskedBy.options, 'no_progress', 'budget', 'approve_before', 'approve_after']);
export type QuestionSource = z.infer<typeof QuestionSource>;

/** Who has answered where no person did: in words, and like no login, since none has a space. */
export const ORCHESTRATOR = 'the orchestrator';

/** Where a question stands. `expired`: its deadline has passed, and its default counts. `withdrawn`: nobody waits for it any more. */
export const QuestionState = z.enum(['open', 'answered', 'expired', 'withdrawn']);
export type QuestionState = z.infer<typeof QuestionState>;

/** A database ends a text at its first NUL where it compares, or hands out, texts: what people see, and what counts, would lack the rest. */
const WITHOUT_NUL = /^[^\0]*$/;

const wordsOf = (what: string) =>
  z.string().trim().min(1, `${what} needs words`).regex(WITHOUT_NUL, `${what} is text: leave out the NUL character`);

/** An answer in the words of whoever gives it, or the text or number of an option. */
export const AnswerText = wordsOf('an answer').max(ANSWER_LIMIT);

const isSame = (left: string, right: string) => left.trim().toLowerCase() === right.trim().toLowerCase();

/** What a person is asked. */
export const AskedQuestion = z
  .object({
    source: AskedBy,
    text: wordsOf('a question').max(
      QUESTION_LIMIT,
      `a question has at most ${QUESTION_LIMIT} characters: put into it what the person has to decide, and the rest into a file of the worktree`,
    ),
    /** What it offers to choose from; empty: free words. */
    options: z
      .array(
        wordsOf('an option').max(
          OPTION_LIMIT,
          `an option has at most ${OPTION_LIMIT} characters: name it in short, and tell more in the question`,
        ),
      )
      .max(OPTIONS_LIMIT, `a question has at most ${OPTIONS_LIMIT} options: offer fewer, and take words besides`),
    /** What counts where nobody answers by the deadline. */
    default: wordsOf('a default').max(ANSWER_LIMIT, `a default has at most ${ANSWER_LIMIT} characters`).optional(),
    /** No other words are taken than one of the options. */
    onlyOptions: z.boolean(),
    /** By when an answer is wanted, from when it is asked. Without a default it is waited for beyond that. */
    deadlineMs: DurationMs.optional(),
    /** What is to be looked at for the answer, a diff for one. */
    details: z
      .string()
      .regex(WITHOUT_NUL, 'details are text: leave out the NUL character')
      .max(DETAILS_LIMIT)
      .optional(),
  })
  .superRefine(({ options, onlyOptions, default: fallback }, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    const twice = options.find((option, index) => options.slice(0, index).some((other) => isSame(other, option)));
    if (twice !== undefined) complain(`the option "${twice}" stands there twice`);
    if (onlyOptions && options.length === 0) complain('only options are taken, and there is none');
    if (onlyOptions && fallback !== undefined && !options.some((option) => isSame(option, fallback)))
      complain(`the default "${fallback}" is none of the options`);
  });
export type AskedQuestion = z.infer<typeof AskedQuestion>;

/** A question of an earlier attempt of the task, with what it was answered. */
export const AnsweredQuestion = z.object({
  /** Its number in the run: 3 is Q3. */
  n: z.number().int().positive(),
  /** Number of the attempt that asked; null: none did. */
  attempt: z.number().int().positive().nullable(),
  source: QuestionSource,
  text: z.string(),
  options: z.array(z.string()),
  details: z.string().nullable(),
  answer: z.string(),
  /** null: nobody answered by the deadline, so that the default counts. */
  by: z.string().nullable(),
  /** The orchestrator's answer that a person overruled; absent: none was. */
  overruled: z.string().optional(),
});
export type AnsweredQuestion = z.infer<typeof AnsweredQuestion>;

/** A question as people see it. Times are epoch milliseconds. */
export const QuestionView = z.object({
  /** Its number in the run: 3 is Q3. */
  n: z.number().int().positive(),
  /** Key of the task that it is about; null: the whole run. */
  task: z.string().nullable(),
  /** Number of the attempt that asked; null: none did. */
  attempt: z.number().int().nullable(),
  source: QuestionSource,
  text: z.string(),
  options: z.array(z.string()),
  onlyOptions: z.boolean(),
  /** What counts where nobody answers by the deadline. */
  default: z.string().nullable(),
  details: z.string().nullable(),
  state: QuestionState,
  askedAt: z.number().int(),
  deadlineAt: z.number().int().nullable(),
  answer: z.string().nullable(),
  /** null: not answered, or the default counts because nobody did. */
  answeredBy: z.string().nullable(),
  settledAt: z.number().int().nullable(),
  /** Present while the orchestrator looks at it; people are asked when it passes it on. */
  isWithOrchestrator: z.literal(true).optional(),
  /** Why the orchestrator, which was asked first, left it to people; absent: it did not. */
  passedOn: z.string().optional(),
  /** The orchestrator's answer that a person overruled; absent: none was. */
  overruled: z.string().optional(),
});
export type QuestionView = z.infer<typeof QuestionView>;
