import type { AskRequest } from '../../protocol/ask_messages.ts';
import { type AskedQuestion, DETAILS_LIMIT } from '../../protocol/questions.ts';
import type { TaskRouting } from '../agents/task_routing.ts';
import { attemptIsLive } from '../attempt/attempt_state.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { unattendedInARow } from '../question/unattended_in_a_row.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptSlice } from '../slices.ts';
import { isHidden } from '../task/hidden_task.ts';
import { askOrchestrator } from './ask_orchestrator.ts';
import { openQuestion } from './open_question.ts';
import { mayRevive } from './revive_attempt.ts';

/** The most that one attempt may ask. */
const QUESTIONS_OF_ATTEMPT = 50;

/**
 * After so many attempts in a row whose questions no person answered, the next is asked of people, and without its default: each attempt
 * costs, and nobody looks.
 */
const UNATTENDED_ATTEMPTS = 10;

/** An attempt asks a person, by its runner. Asking again under the same id changes nothing. */
export function askQuestion(
  slice: AttemptSlice,
  input: Pick<AskRequest, 'runner' | 'question' | 'asked'> & {
    /** All of the task. */
    readonly questions: readonly QuestionRecord[];
    /** Who looks at what agents ask before people are asked; null: nobody. */
    readonly orchestrator: TaskRouting | null;
  },
  around: Surroundings,
): Decision<null> {
  const { attempt, task } = slice;
  if (attempt.runner !== input.runner) throw notCurrent();
  if (input.questions.some(({ id, attempt: asker }) => id === input.question && asker === attempt.number)) {
    return nothing(null);
  }
  if (!attemptIsLive(attempt.state)) {
    if (!mayRevive(attempt, task)) throw notCurrent();
    throw new Refusal('unavailable', 'This attempt was given up for now. A heartbeat brings it back; then ask again.');
  }
  if (isHidden(task.kind)) {
    throw new Refusal(
      'not_allowed_in_state',
      'Nobody is asked here. Answer, or pass the question on with your reason.',
    );
  }
  if (attempt.base === null) {
    throw new Refusal('impossible_report', 'This attempt has not started, so that it has nothing to ask.');
  }
  const asked = input.questions.filter((question) => question.attempt === attempt.number).length;
  if (asked >= QUESTIONS_OF_ATTEMPT) {
    throw new Refusal('not_allowed_in_state', `This attempt has asked ${asked} times, which is all it may.`);
  }
  const { asked: question } = input;
  const builder = new DecisionBuilder();
  const about = { run: attempt.run, task: attempt.task, attempt: attempt.number };
  const isPeoples =
    question.source !== 'agent' || unattendedInARow(input.questions, attempt.number) >= UNATTENDED_ATTEMPTS;
  const { orchestrator, question: id } = input;
  const answering =
    isPeoples || orchestrator === null
      ? null
      : askOrchestrator(builder, { run: attempt.run, question: id }, orchestrator, around);
  openQuestion(
    builder,
    about,
    { id, ...withDefault(question, input.questions, attempt.number), answering },
    around.now,
  );
  // It is asked only while somebody is there to hear the answer.
  builder.change({ kind: 'move_attempt', attempt: attempt.id, from: attempt.state, to: attempt.state });
  return builder.result(null);
}

function withDefault(asked: AskedQuestion, questions: readonly QuestionRecord[], attempt: number): AskedQuestion {
  if (asked.default === undefined || unattendedInARow(questions, attempt) < UNATTENDED_ATTEMPTS) return asked;
  const { default: fallback, deadlineMs: _, details, ...rest } = asked;
  const why = `Its default (${fallback}) does not count: no person has answered what the last ${UNATTENDED_ATTEMPTS} attempts of the task asked.`;
  return { ...rest, details: details === undefined ? why : `${why}\n\n${details}`.slice(0, DETAILS_LIMIT) };
}

function notCurrent(): Refusal {
  return new Refusal('attempt_not_current', 'This attempt was given up or belongs to another runner; it asks nothing.');
}
