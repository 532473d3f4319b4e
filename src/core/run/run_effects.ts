import type { Effect } from '../effects/effect.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import type { VainTick } from '../effects/vain_tick.ts';
import type { TaskRecord } from '../records.ts';
import { restoreLane, showLane, taskLane } from './lanes.ts';

/** Shows how a run stands, within `delayMs`; many changes become one write. */
export function showRun(run: string, id: string, delayMs = 0): NewEffect {
  return { id, run, lane: showLane(run), key: showLane(run), delayMs, effect: { kind: 'show_run' } };
}

/** Brings up to date what people are asked; many changes become one. */
export function showQuestions(run: string, id: string): NewEffect {
  return { id, run, lane: showLane(run), key: `questions:${run}`, effect: { kind: 'show_questions' } };
}

/** Reminds people of a question by its number, which is done once. */
export function reminder(run: string, n: number, id: string): NewEffect {
  return { id, run, lane: showLane(run), key: `remind:${run}:${n}`, effect: { kind: 'remind', n } };
}

/** Shows what the newest edit of the plan came to; many become one write, but for one that tells of a tick. */
export function showDiff(run: string, id: string, tick?: VainTick): NewEffect {
  const lane = showLane(run);
  if (tick !== undefined) return { id, run, lane, effect: { kind: 'show_diff', tick } };
  return { id, run, lane, key: `diff:${run}`, effect: { kind: 'show_diff' } };
}

/** Opens the final pull request or brings it up to date; many changes become one write. */
export function offerRun(run: string, id: string): NewEffect {
  return { id, run, lane: showLane(run), key: `offer:${run}`, effect: { kind: 'offer_run' } };
}

/** Ends a run that succeeded in the eyes of people. */
export function closeRun(run: string, id: string): NewEffect {
  return { id, run, lane: showLane(run), key: `close:${run}`, effect: { kind: 'close_run' } };
}

/** Makes the integration branch again at `commit`, and opens these pull requests again. */
export function restoreIntegration(run: string, commit: string, pulls: readonly number[], id: string): NewEffect {
  const effect = { kind: 'restore_integration', commit, pulls } as const;
  return { id, run, lane: restoreLane(run), key: `restore:${run}`, effect };
}

/** An effect that only shows or tidies. */
export function showing(run: string, effect: Effect, id: string): NewEffect {
  return { id, run, lane: showLane(run), effect };
}

/** An effect that belongs to a task's own branch. */
export function ofTask({ id: task, run }: Pick<TaskRecord, 'id' | 'run'>, effect: Effect, id: string): NewEffect {
  return { id, run, lane: taskLane(task), effect };
}
