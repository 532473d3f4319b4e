import type { z } from 'zod';
import type { RunResponse } from '../../protocol/operator.ts';
import type { RunState } from '../../protocol/states.ts';
import type { EventView, RunView, TaskView } from '../../protocol/views.ts';
import { type ProgressEvent, readProgressEvent } from './progress_event.ts';
import { applyToTask, type TaskProgress, taskProgress } from './task_progress.ts';

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

/** Whether nothing of the run goes on until a person answers. */
export function onlyWaitsForAnswers({ state, tasks }: RunProgress): boolean {
  const states = [...tasks.values()].map((task) => task.state);
  const moves = (['ready', 'running', 'retrying', 'in_review'] as const).some((each) => states.includes(each));
  return state === 'running' && states.includes('blocked') && !moves;
}
