import type { z } from 'zod';
import { countsAgainstRetries } from '../../core/retry/failure_policy.ts';
import { taskHasEnded } from '../../core/task/task_state.ts';
import type { TaskState } from '../../protocol/states.ts';
import type { EventView, ReasonView, TaskView } from '../../protocol/views.ts';
import type { OpenQuestion } from '../text/question_line.ts';
import { questionsAfter } from './open_questions.ts';
import type { OfTask } from './progress_event.ts';

/** One task as it is shown while a run goes on. Times are epoch milliseconds. */
export type TaskProgress = {
  readonly key: string;
  readonly title: string;
  readonly dependencies: readonly string[];
  state: z.infer<typeof TaskState>;
  attempts: number;
  /** Failures that count, and how many of them end it. */
  failures: number;
  readonly failuresAllowed: number;
  agent: string | null;
  /** When the newest attempt was handed out. */
  attemptSince: number | null;
  progress: string;
  /** When the next attempt is due. */
  dueAt: number | null;
  canceling: boolean;
  reason: ReasonView | null;
  /** The newest attempt's failure. */
  failure: string;
  /** What it asks and nobody has answered. */
  questions: readonly OpenQuestion[];
  /** In whose hands it is; null: in nobody's. */
  takenBy: string | null;
  /** What it waits for while it is ready, as the service told it last; null: not asked yet. */
  waitsFor: string | null;
  /** How the task ended, as the service tells it. */
  ended: TaskView | null;
};

/** Takes in an event of the task. */
export function applyToTask(task: TaskProgress, read: OfTask, event: EventView): void {
  switch (read.kind) {
    case 'task_moved':
      task.state = read.to;
      task.reason = read.reason ?? null;
      task.waitsFor = null;
      task.dueAt = read.to === 'retrying' ? event.at + (read.delayMs ?? 0) : null;
      if (read.to !== 'running') task.progress = '';
      if (taskHasEnded(read.to)) task.takenBy = null;
      break;
    case 'attempt_leased':
      task.attempts = event.attempt ?? task.attempts + 1;
      task.agent = read.agent;
      task.attemptSince = event.at;
      task.progress = '';
      break;
    case 'attempt_progress':
      task.progress = read.text;
      break;
    case 'attempt_ended':
      task.failure = read.message;
      if (countsAgainstRetries(read.class)) task.failures += 1;
      break;
    case 'task_cancel_requested':
      task.canceling = true;
      break;
    case 'retry_requested':
      task.canceling = false;
      task.ended = null;
      task.failures = 0;
      break;
    case 'task_taken':
      task.takenBy = read.by;
      task.ended = null;
      break;
    case 'task_returned':
      task.takenBy = null;
      break;
    case 'question_asked':
    case 'question_answered':
    case 'question_expired':
    case 'question_withdrawn':
    case 'question_passed_on':
    case 'question_reminded':
      task.questions = questionsAfter(task.questions, read, event);
      break;
    case 'merge_conflict':
      task.failure = `conflict in ${read.paths.join(', ')}`;
      break;
    case 'attempt_given_back':
    case 'attempt_revived':
      break;
    default:
      read satisfies never;
  }
}

/** A task as a snapshot shows it. */
export function taskProgress(view: TaskView): TaskProgress {
  return {
    key: view.key,
    title: view.title,
    dependencies: view.dependencies,
    state: view.state,
    attempts: view.attempts,
    failures: view.failures,
    failuresAllowed: view.failuresAllowed,
    agent: view.latest?.agent ?? null,
    attemptSince: view.latest?.leasedAt ?? null,
    progress: view.latest?.progress ?? '',
    dueAt: view.dueAt,
    canceling: view.canceling,
    reason: view.reason,
    failure: view.latest?.message ?? '',
    questions: view.questions,
    takenBy: view.takenBy,
    waitsFor: view.waitsFor,
    ended: taskHasEnded(view.state) ? view : null,
  };
}
