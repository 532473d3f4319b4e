import { ORCHESTRATOR } from '../../protocol/questions.ts';
import { attemptIsLive } from '../attempt/attempt_state.ts';
import { type Decision, DecisionBuilder } from '../decision.ts';
import { chooseAnswer } from '../question/choose_answer.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import type { RunRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { code } from '../text/fence.ts';
import { toldAnswer } from '../text/told_answer.ts';
import { noticed } from './notice.ts';
import { orderAttempt } from './order_cancel.ts';
import type { Asker, QuestionSlice } from './question_slice.ts';
import { mayRevive } from './revive_attempt.ts';

/** Whether the question was answered, though by no person. */
export function mayBeOverruled({ state, answeredBy }: Pick<QuestionRecord, 'state' | 'answeredBy'>): boolean {
  return state === 'answered' && answeredBy === ORCHESTRATOR;
}

/**
 * A person answers what the orchestrator has answered. What the tasks that asked have not used yet is replaced; an attempt at work is
 * told to end, keeps what it has done, and the next goes on from there, in the same session. What is in stays in: that is refused. Who
 * says the same answers for it from now on, and nothing is interrupted.
 */
export function overruleAnswer(
  slice: QuestionSlice,
  input: { readonly text: string; readonly by: string },
  now: number,
): Decision<null> {
  const { question, askers, run } = slice;
  const answer = chooseAnswer(question, input.text);
  const going = askers.filter(mayStillUse);
  if (going.length === 0) throw new Refusal('not_allowed_in_state', tooLate(slice));
  const builder = new DecisionBuilder();
  for (const asker of going) {
    const { id, n, attempt, answer: before } = asker.question;
    const told = { answer: toldAnswer(answer), before: toldAnswer(before ?? '') };
    const body = { kind: 'question_answered', n, by: input.by, ...told } as const;
    builder.event({ run: run.id, task: asker.task.key, ...(attempt === null ? {} : { attempt }), body });
    builder.change({ kind: 'overrule_answer', question: id, answer, by: input.by, at: now });
    goOnWith(builder, asker, answer !== before);
  }
  const { n, answer: before } = question;
  if (answer !== before) {
    const what = `${toldAnswer(answer)}, in place of ${toldAnswer(before ?? '')}`;
    builder.event(noticed(run, `${input.by} overruled ${ORCHESTRATOR} on Q${n}: ${what}`));
  }
  return builder.result(null);
}

/** Whether an attempt that hears of the answer may still come. */
function mayStillUse({ task, attempt }: Asker): boolean {
  const verifiesOnly = task.state === 'running' && attempt?.request.work.kind === 'verification';
  return task.state !== 'in_review' && task.state !== 'succeeded' && !verifiesOnly;
}

function goOnWith(builder: DecisionBuilder, { task, attempt }: Asker, isOther: boolean): void {
  const { id, state, attempts } = task;
  // Lands only while the task stands so: were it handed out meanwhile, that attempt would work with the earlier answer.
  builder.change({ kind: 'set_task', task: id, in: state, atAttempt: attempts, set: { attempts } });
  if (!isOther || attempt === null) return;
  const isAtWork = state === 'running' && attemptIsLive(attempt.state);
  // One that was given up goes on with the earlier answer where its runner is heard of again.
  if (!isAtWork && !mayRevive(attempt, task)) return;
  orderAttempt(builder, attempt, 'graceful', 'overruled');
}

function tooLate({ question, askers, run }: QuestionSlice): string {
  const { n, answer } = question;
  const keys = askers.map(({ task }) => `\`${task.key}\``).join(', ');
  return `Q${n} was answered by ${ORCHESTRATOR} (${code(answer ?? '')}), and the work of ${keys} is done with that. ${insteadOf(run)}`;
}

function insteadOf({ issue }: Pick<RunRecord, 'issue'>): string {
  const review = issue === null ? '' : ', or in a review of the pull request';
  return `To have it otherwise, say so in a further task${review}.`;
}
