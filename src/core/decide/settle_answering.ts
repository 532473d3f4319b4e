import type { Outcome } from '../../protocol/outcome.ts';
import { ORCHESTRATOR } from '../../protocol/questions.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { Failure } from '../failure_note.ts';
import { ANSWER_OUTPUT, PASS_OUTPUT } from '../prompt/answering_parts.ts';
import { chooseAnswer } from '../question/choose_answer.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptSlice } from '../slices.ts';
import { answerQuestion, isOverdue } from './answer_question.ts';
import { cancelReason } from './cancel_reason.ts';
import { endHiddenTask, succeedHiddenTask } from './end_hidden_task.ts';
import { ANSWER_NOT_NEEDED } from './oversee_answering.ts';
import { passQuestionOn } from './pass_question_on.ts';
import type { QuestionSlice } from './question_slice.ts';

/** The most of the orchestrator's own words about its answer that are kept. */
const REASON_LIMIT = 500;

/**
 * What becomes of a question when the orchestrator's attempt at it has ended: its answer counts as a person's would, and is checked like
 * one; whatever else it came to, people are asked now. A question that was settled meanwhile stays as it is.
 *
 * @param asked the question, as long as it is there and this task has it
 */
export function settleAnswering(
  builder: DecisionBuilder,
  slice: AttemptSlice,
  asked: QuestionSlice | null,
  { outcome, failure }: { readonly outcome: Outcome; readonly failure: Failure | null },
  around: Surroundings,
): void {
  const { task } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null || asked === null || !isWanted(asked, around.now)) {
    endHiddenTask(builder, task, 'cancel', canceled ?? ANSWER_NOT_NEEDED, around.now);
    return;
  }
  if (failure !== null) {
    passQuestionOn(
      builder,
      asked,
      { task: task.id, because: `The orchestrator did not answer: ${failure.message}` },
      around.now,
    );
    const reason = { code: 'never_retried', class: failure.class, message: failure.message } as const;
    endHiddenTask(builder, task, 'fail', reason, around.now);
    return;
  }
  const said = decided(asked.question, outcome);
  if (said.kind === 'answer') {
    builder.take(answerQuestion(asked, { text: said.text, by: ORCHESTRATOR }, around));
    const what = orchestratorAnswered(asked, said.text, outcome.summary);
    builder.event({ run: asked.run.id, body: { kind: 'noticed', what, overrulable: asked.question.n } });
  } else passQuestionOn(builder, asked, { task: task.id, because: said.because }, around.now);
  succeedHiddenTask(builder, task, { outputs: outcome.outputs, summary: outcome.summary }, around.now);
}

/** For people, beside what they did themselves. */
function orchestratorAnswered({ question, askers }: QuestionSlice, answer: string, summary: string): string {
  const of = askers.map(({ task }) => `\`${task.key}\``).join(', ');
  const why = summary.trim();
  return `The orchestrator answered Q${question.n} of ${of}: ${answer}${why === '' ? '' : ` (it says: ${why.slice(0, REASON_LIMIT)})`}`;
}

function isWanted(asked: QuestionSlice, now: number): boolean {
  return asked.question.state === 'open' && !isOverdue(asked, now);
}

type Decided = { readonly kind: 'answer'; readonly text: string } | { readonly kind: 'pass'; readonly because: string };

/** What the orchestrator said. An answer that a person would be refused is none. */
function decided(question: QuestionRecord, { outputs }: Outcome): Decided {
  const answer = outputs[ANSWER_OUTPUT]?.trim() ?? '';
  const passes = outputs[PASS_OUTPUT]?.trim() ?? '';
  if (passes !== '') return { kind: 'pass', because: `The orchestrator looked first and passed it on: ${passes}` };
  if (answer === '') return { kind: 'pass', because: 'The orchestrator said nothing.' };
  try {
    return { kind: 'answer', text: chooseAnswer(question, answer) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'pass', because: `The orchestrator gave an answer that is none: ${error.message}` };
  }
}
