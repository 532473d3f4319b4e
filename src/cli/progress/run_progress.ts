import type { z } from 'zod';
import { countsAgainstRetries } from '../../core/retry/failure_policy.ts';
import { taskHasEnded } from '../../core/task/task_state.ts';
import type { RunResponse } from '../../protocol/operator.ts';
import type { QuestionView } from '../../protocol/questions.ts';
import type { RunState, TaskState } from '../../protocol/states.ts';
import type { EventView, ReasonView, RunView, TaskView } from '../../protocol/views.ts';
import { type ProgressEvent, readProgressEvent } from './progress_event.ts';

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
  questions: readonly Pick<QuestionView, 'n' | 'text' | 'options'>[];
  /** How the task ended, as the service tells it. */
  ended: TaskView | null;
};

/** A run while it goes on: a snapshot, kept up to date by events, so that nothing is asked for twice. */
export class RunProgress {
  readonly run: RunView;
  readonly tasks: ReadonlyMap<string, TaskProgress>;
  state: z.infer<typeof RunState>;
  canceling: boolean;
  /** Number of the newest event taken in. */
  event: number;

  constructor(snapshot: RunResponse) {
    this.run = snapshot.run;
    this.state = snapshot.run.state;
    this.canceling = snapshot.run.canceling;
    this.event = snapshot.run.event;
    this.tasks = new Map(snapshot.tasks.map((task) => [task.key, taskProgress(task)]));
  }

  /** Takes in an event; one that was taken in before changes nothing. Gives what it meant. */
  apply(event: EventView): ProgressEvent | undefined {
    if (event.seq <= this.event) return undefined;
    this.event = event.seq;
    const read = readProgressEvent(event);
    if (read === undefined) return undefined;
    if (read.kind === 'run_moved') this.state = read.to;
    if (read.kind === 'run_cancel_requested') this.canceling = true;
    const task = event.task === null ? undefined : this.tasks.get(event.task);
    if (task !== undefined) applyToTask(task, read, event);
    return read;
  }

  /** Keeps how a task ended, with what events do not tell: its commit, its time, its changes. */
  settle(view: TaskView): void {
    const task = this.tasks.get(view.key);
    if (task !== undefined) task.ended = view;
  }
}

/** Whether nothing of the run goes on until a person answers. */
export function onlyWaitsForAnswers({ state, tasks }: RunProgress): boolean {
  const states = [...tasks.values()].map((task) => task.state);
  const moves = (['ready', 'running', 'retrying', 'in_review'] as const).some((each) => states.includes(each));
  return state === 'running' && states.includes('blocked') && !moves;
}

function applyToTask(task: TaskProgress, read: ProgressEvent, event: EventView): void {
  switch (read.kind) {
    case 'task_moved':
      task.state = read.to;
      task.reason = read.reason ?? null;
      task.dueAt = read.to === 'retrying' ? event.at + (read.delayMs ?? 0) : null;
      if (read.to !== 'running') task.progress = '';
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
    case 'question_asked':
      task.questions = [...task.questions, read];
      break;
    case 'question_answered':
    case 'question_expired':
    case 'question_withdrawn':
      task.questions = task.questions.filter(({ n }) => n !== read.n);
      break;
    case 'merge_conflict':
      task.failure = `conflict in ${read.paths.join(', ')}`;
      break;
    case 'attempt_given_back':
    case 'attempt_revived':
    case 'run_moved':
    case 'run_cancel_requested':
      break;
    default:
      read satisfies never;
  }
}

function taskProgress(view: TaskView): TaskProgress {
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
    ended: taskHasEnded(view.state) ? view : null,
  };
}
