import { attemptText } from '../../core/text/attempt_text.ts';
import { counted } from '../../core/text/counted.ts';
import { deadlineText, lastToSettle, settlesAt } from '../../core/text/default_text.ts';
import type { EventView } from '../../protocol/views.ts';
import { durationText } from '../../text/duration.ts';
import { printable } from '../terminal/printable.ts';
import { timeOfDay } from '../text/duration.ts';
import type { TypedCommand } from '../text/own_command.ts';
import { answerWords, type OpenQuestion, openQuestionText } from '../text/question_line.ts';
import { isOfQuestions, type OfQuestions } from './open_questions.ts';
import { isOfRun, type OfTask, type ProgressEvent } from './progress_event.ts';
import type { RunProgress } from './run_progress.ts';
import { runText } from './run_text.ts';
import type { TaskProgress } from './task_progress.ts';
import type { ToldWait } from './waiting.ts';

/**
 * One line for each change of state, for where nothing can be repainted; undefined where an event changes no state.
 * `progress` has taken the event in already.
 */
export function plainLine(
  event: EventView,
  read: ProgressEvent,
  progress: RunProgress,
  typed: TypedCommand,
): string | undefined {
  const task = event.task === null ? undefined : progress.tasks.get(event.task);
  const text = textOf(read, task ?? progress, event, typed);
  if (text === undefined) return undefined;
  return printable(`${timeOfDay(event.at)} ${task === undefined ? 'run' : task.key}: ${text}`);
}

function textOf(
  read: ProgressEvent,
  about: TaskProgress | RunProgress,
  event: EventView,
  typed: TypedCommand,
): string | undefined {
  if (isOfRun(read)) return runText(read);
  if ('key' in about) return aboutTask(read, about, event, typed);
  return isOfQuestions(read) ? aboutQuestion(read, about.questions, event, typed) : undefined;
}

/** `14:02:11 a, b: wait for …`: what keeps tasks from starting. */
export function waitLine({ tasks, waitsFor }: ToldWait, at: number): string {
  const verb = tasks.length === 1 ? 'waits' : 'wait';
  return printable(`${timeOfDay(at)} ${tasks.join(', ')}: ${verb} for ${waitsFor}`);
}

function aboutTask(read: OfTask, task: TaskProgress, event: EventView, typed: TypedCommand): string | undefined {
  switch (read.kind) {
    case 'attempt_leased':
      return `at work, ${attemptText(event.attempt ?? task.attempts, task)} (${read.agent ?? 'command'})`;
    case 'attempt_ended':
      if (read.class === 'blocked' || read.class === 'taken') return undefined;
      return `attempt ${event.attempt} did not succeed (${read.class}): ${read.message}`;
    case 'attempt_given_back':
      return `given back: ${read.message}`;
    case 'merge_conflict':
      return `does not merge: conflict in ${read.paths.join(', ')}`;
    case 'retry_requested':
      return `to be tried again, asked for by ${read.by}`;
    case 'task_taken':
      return `taken by ${read.by} into their own hands`;
    case 'task_returned':
      return `given back by ${read.by}`;
    case 'task_cancel_requested':
      return `canceled by ${read.by}`;
    case 'question_asked':
    case 'question_answered':
    case 'question_expired':
    case 'question_withdrawn':
    case 'question_passed_on':
    case 'question_reminded':
      return aboutQuestion(read, task.questions, event, typed);
    case 'task_moved':
      return movedText(read, task);
    case 'attempt_progress':
    case 'attempt_revived':
      return undefined;
    default:
      return read satisfies never;
  }
}

function aboutQuestion(
  read: OfQuestions,
  open: readonly OpenQuestion[],
  { at }: EventView,
  typed: TypedCommand,
): string {
  const asked = open.find(({ n }) => n === read.n);
  const answered = asked === undefined ? '' : `   ${typed(answerWords(asked))}`;
  switch (read.kind) {
    case 'question_asked':
      return `asks ${openQuestionText({ ...read, askedAt: at })}   ${typed(answerWords(read))}`;
    case 'question_answered':
      return `Q${read.n} answered by ${read.by}: ${read.answer}`;
    case 'question_expired':
      return `nobody answered Q${read.n} in time, the default counts: ${read.answer}`;
    case 'question_withdrawn':
      return `Q${read.n} is asked no more`;
    case 'question_passed_on':
      return `Q${read.n} waits for a person. ${read.because}${answered}`;
    case 'question_reminded':
      return `Q${read.n} still waits, its deadline has passed${answered}`;
    default:
      return read satisfies never;
  }
}

/** Until when a task waits at most, where all that it asks settles itself. */
function untilText({ questions }: TaskProgress): string {
  const last = lastToSettle(questions);
  const at = last === null ? null : settlesAt(last);
  return last === null || at === null ? '' : `, until ${deadlineText(at, last.askedAt)} at most`;
}

function movedText(read: Extract<ProgressEvent, { kind: 'task_moved' }>, task: TaskProgress): string | undefined {
  switch (read.to) {
    case 'succeeded': {
      const view = task.ended;
      if (view === null) return 'succeeded';
      return `succeeded in ${durationText(view.workedMs)}, ${counted(view.attempts, 'attempt')}`;
    }
    case 'failed':
    case 'quarantined':
    case 'skipped':
    case 'canceled':
      return read.reason === undefined ? read.to : `${read.to}: ${read.reason.message}`;
    case 'retrying':
      return read.delayMs ? `another attempt in ${durationText(read.delayMs)}` : undefined;
    case 'blocked':
      return task.takenBy !== null ? undefined : `waits for an answer${untilText(task)}`;
    case 'pending':
    case 'ready':
    case 'running':
    case 'in_review':
      return undefined;
    default:
      return read.to satisfies never;
  }
}
