import type { z } from 'zod';
import { MORE_BUDGET } from '../../core/schedule/waits_for.ts';
import { taskHasEnded } from '../../core/task/task_state.ts';
import { lastToSettle, settlesAt } from '../../core/text/default_text.ts';
import type { RunResponse } from '../../protocol/operator.ts';
import type { RunState, TaskState } from '../../protocol/states.ts';
import type { EventView, RunView, TaskView } from '../../protocol/views.ts';
import type { OpenQuestion } from '../text/question_line.ts';
import { isOfQuestions, questionsAfter } from './open_questions.ts';
import { isOfRun, type ProgressEvent, readProgressEvent } from './progress_event.ts';
import { applyToTask, type TaskProgress, taskProgress } from './task_progress.ts';

/** A run while it goes on: a snapshot, kept up to date by events, so that nothing is asked for twice. */
export class RunProgress {
  readonly run: RunView;
  readonly tasks: ReadonlyMap<string, TaskProgress>;
  state: z.infer<typeof RunState>;
  canceling: boolean;
  /** What is asked of the whole run and nobody has answered. */
  questions: readonly OpenQuestion[];
  /** Number of the newest event taken in. */
  event: number;

  constructor(snapshot: RunResponse) {
    this.run = snapshot.run;
    this.state = snapshot.run.state;
    this.canceling = snapshot.run.canceling;
    this.questions = snapshot.run.questions;
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
    if (read.kind === 'budget_changed') this.#forgetBudget();
    if (task !== undefined && !isOfRun(read)) applyToTask(task, read, event);
    else if (isOfQuestions(read)) this.questions = questionsAfter(this.questions, read, event);
    return read;
  }

  /** What waited for more is looked at anew. */
  #forgetBudget(): void {
    for (const task of this.tasks.values()) if (isOutOfBudget(task)) task.waitsFor = null;
  }

  /** Keeps what ready tasks wait for, which events do not tell. */
  noteWaiting(views: readonly TaskView[]): void {
    for (const { key, state, waitsFor } of views) {
      const task = this.tasks.get(key);
      if (task?.state === 'ready' && state === 'ready') task.waitsFor = waitsFor;
    }
  }

  /** Keeps how a task ended, with what events do not tell: its commit, its time, its changes. */
  settle(view: TaskView): void {
    const task = this.tasks.get(view.key);
    if (task !== undefined) task.ended = view;
  }
}

/** How long a default that is to count is waited for where nobody looks on, in milliseconds. */
const DEFAULT_PATIENCE_MS = 3_600_000;

/** Whether nothing of the run goes on until a person answers, or gives it more budget, for no default counts soon. `now` in epoch milliseconds. */
export function onlyWaitsForAnswers({ state, tasks }: RunProgress, now: number): boolean {
  const all = [...tasks.values()];
  if (all.some((task) => task.state === 'blocked' && goesOnSoon(task, now))) return false;
  const waits = (task: TaskProgress) => task.state === 'blocked' || isOutOfBudget(task);
  const moves = (task: TaskProgress) => (MOVING.has(task.state) && !waits(task)) || isAboutToBeReady(task, tasks);
  return state === 'running' && all.some(waits) && !all.some(moves);
}

const MOVING: ReadonlySet<string> = new Set(['ready', 'running', 'retrying', 'in_review'] satisfies TaskState[]);

/** Whether nothing that it comes after is in its way any more: one event tells that those have ended, the next that it is ready. */
function isAboutToBeReady({ state, dependencies }: TaskProgress, tasks: RunProgress['tasks']): boolean {
  const hasEnded = (key: string) => taskHasEnded(tasks.get(key)?.state ?? 'succeeded');
  return state === 'pending' && dependencies.every(hasEnded);
}

function isOutOfBudget({ state, waitsFor }: TaskProgress): boolean {
  return state === 'ready' && waitsFor === MORE_BUDGET;
}

/** Whether all that a blocked task asks settles itself, and soon. What the orchestrator looks at it settles or passes on; one that asks nothing more is about to be ready: the next event tells. */
function goesOnSoon({ questions, takenBy }: TaskProgress, now: number): boolean {
  if (takenBy !== null) return false;
  if (questions.length === 0 || questions.some(({ isWithOrchestrator }) => isWithOrchestrator)) return true;
  const last = lastToSettle(questions);
  const at = last === null ? null : settlesAt(last);
  return at !== null && at <= now + DEFAULT_PATIENCE_MS;
}
