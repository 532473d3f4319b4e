import type { Change } from '../core/changes.ts';
import type { Decision } from '../core/decision.ts';
import type { NewEffect } from '../core/effects/new_effect.ts';
import type { NewEvent } from '../core/events.ts';
import { showDiff, showQuestions, showRun } from '../core/run/run_effects.ts';
import { runHasEnded } from '../core/run/run_state.ts';
import type { ServiceDependencies } from './dependencies.ts';
import type { SliceReader } from './ports/store.ts';

/**
 * How long what people see may lag behind, in milliseconds: so much of what happens meanwhile becomes one write. What a run
 * comes to is shown at once.
 */
const SHOW_WITHIN_MS = 3_000;
const SHOW_PROGRESS_WITHIN_MS = 30_000;

/**
 * Runs one command on the store, and wakes whoever waits for what it changed. Where the service has a GitHub App, whatever
 * happens in a run is also to be shown: that effect is committed together with the events.
 */
export async function commit<Result>(
  deps: Pick<ServiceDependencies, 'store' | 'signals' | 'github' | 'newId'>,
  name: string,
  decide: (read: SliceReader) => Promise<Decision<Result>>,
): Promise<Result> {
  const { store, signals } = deps;
  let last: Decision<Result> | undefined;
  const result = await store.command(name, async (read) => {
    const decision = await decide(read);
    const shown = [...showings(deps, decision), ...(await waitingEdits(deps, read, decision))];
    last = { ...decision, effects: [...decision.effects, ...shown] };
    return last;
  });
  if (last === undefined) return result;
  if (last.changes.some(makesRoom)) signals.work.wake();
  if (last.effects.length > 0 || last.changes.some(mayEndRun)) signals.chores.wake();
  if (last.events.length > 0) signals.events.wake();
  return result;
}

/** For each run that something happened in, the effects that show it; each is left out while one waits. */
function showings(
  { github, newId }: Pick<ServiceDependencies, 'github' | 'newId'>,
  { events, changes }: Pick<Decision<unknown>, 'events' | 'changes'>,
): readonly NewEffect[] {
  if (github === null) return [];
  const asking = new Set(runsAsking({ events, changes }));
  const byRun = [...Map.groupBy(events, ({ run }) => run)];
  return [
    ...[...asking].map((run) => showQuestions(run, newId())),
    ...byRun.map(([run, ofRun]) => showRun(run, newId(), Math.min(...ofRun.map(withinMs)))),
  ];
}

/** An edit that waits for approval waits only while its run is under way: the comment with its box says so once that ends, or comes back. */
async function waitingEdits(
  { github, newId }: Pick<ServiceDependencies, 'github' | 'newId'>,
  read: SliceReader,
  { events }: Pick<Decision<unknown>, 'events'>,
): Promise<readonly NewEffect[]> {
  if (github === null) return [];
  const turned = new Set(
    events.flatMap(({ run, body }) =>
      body.kind === 'run_moved' && runHasEnded(body.from) !== runHasEnded(body.to) ? [run] : [],
    ),
  );
  const waiting = await Promise.all([...turned].map((run) => read.proposedEdit(run)));
  return waiting.flatMap((edit) => (edit === null || edit.run === null ? [] : [showDiff(edit.run, newId())]));
}

/** What changes what people are asked. */
const SETTLING: readonly NewEvent['body']['kind'][] = ['question_answered', 'question_expired', 'question_passed_on'];

/** Runs that ask something new, or in other words, or got an answer. What was withdrawn is found when the run is shown. */
function runsAsking({ events, changes }: Pick<Decision<unknown>, 'events' | 'changes'>): readonly string[] {
  const asked = changes.flatMap((change) => {
    if (change.kind === 'reword_question') return [change.run];
    return change.kind === 'insert_question' ? [change.question.run] : [];
  });
  const settled = events.filter(({ body }) => SETTLING.includes(body.kind));
  return [...asked, ...settled.map(({ run }) => run)];
}

function withinMs({ body }: NewEvent): number {
  switch (body.kind) {
    case 'run_moved':
    case 'run_cancel_requested':
    case 'pause_requested':
    case 'resume_requested':
      return 0;
    case 'task_moved':
      return body.to === 'failed' || body.to === 'blocked' || body.to === 'quarantined' ? 0 : SHOW_WITHIN_MS;
    case 'attempt_progress':
      return SHOW_PROGRESS_WITHIN_MS;
    default:
      return SHOW_WITHIN_MS;
  }
}

function makesRoom(change: Change): boolean {
  switch (change.kind) {
    case 'move_task':
      return change.to === 'ready' || change.from === 'running' || change.from === 'in_review';
    case 'set_task':
      return change.set.approval === null;
    case 'close_dependency':
    case 'release_locks':
    case 'set_budget':
    case 'keep_repository_budget':
    case 'move_run':
    case 'edit_plan':
    case 'save_runner':
      return true;
    default:
      return false;
  }
}

function mayEndRun(change: Change): boolean {
  switch (change.kind) {
    case 'count_open_tasks':
    case 'edit_plan':
    case 'move_run':
    case 'settle_effect':
    case 'wake_effects':
      return true;
    default:
      return false;
  }
}
