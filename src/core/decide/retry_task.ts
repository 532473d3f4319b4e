import { type Decision, DecisionBuilder, type Surroundings } from '../changes.ts';
import type { RunRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { type RunState, runHasEnded, runMachine } from '../run/run_state.ts';
import { type TaskState, taskMachine } from '../task/task_state.ts';
import { moveTask } from './end_task.ts';
import type { Dependent, TaskSlice } from './slices.ts';

/**
 * A person sends an ended task back to work with its failures forgotten. Tasks that were skipped or canceled only
 * because of it wait for it again, and a run that had ended goes on. Needs all dependents in the slice.
 */
export function retryTask(slice: TaskSlice, input: { readonly by: string }, around: Surroundings): Decision<null> {
  const { task, run, openDependencies } = slice;
  const move = openDependencies.length === 0 ? 'retry' : 'reopen';
  if (!taskMachine.allows(task.state, move)) {
    throw new Refusal(
      'not_allowed_in_state',
      `\`${task.key}\` is ${task.state}; only a task that failed, was skipped or was canceled can be retried.`,
    );
  }
  const inTheWay = openDependencies.filter((dependency) => isBad(dependency.state)).map((dependency) => dependency.key);
  if (inTheWay.length > 0) {
    const keys = inTheWay.map((key) => `\`${key}\``).join(', ');
    throw new Refusal(
      'not_allowed_in_state',
      `\`${task.key}\` waits for ${keys}, which did not succeed. Retry ${keys} instead.`,
    );
  }
  if (run.state === 'succeeded') {
    throw new Refusal('not_allowed_in_state', 'The run has succeeded; start a new run instead.');
  }
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, task: task.key, body: { kind: 'retry_requested', by: input.by } });
  moveTask(builder, task, move, { reason: null, failures: {}, cancel: null, dueAt: null, endedAt: null });
  const reopened = toReopen(slice);
  for (const dependent of reopened) reopenDependent(builder, run, dependent);
  requireAsSeen(builder, slice, reopened);
  for (const dependent of slice.dependents) takeBack(builder, slice, dependent);
  builder.change({ kind: 'count_open_tasks', run: run.id, by: 1 + reopened.length });
  const runState = reviveRun(builder, run, around.now);
  builder.change({ kind: 'require_not_canceled', run: run.id, in: runState, task: task.id });
  return builder.result(null);
}

/** Dependents whose every bad dependency comes back: found by repeating until nothing more is found. */
function toReopen({ task, dependents }: TaskSlice): readonly Dependent[] {
  const back = new Set([task.id]);
  const found: Dependent[] = [];
  for (let before = 0; before < back.size; ) {
    before = back.size;
    for (const dependent of dependents) {
      if (back.has(dependent.id) || !endedByOthers(dependent)) continue;
      if (!dependent.badDependencies.every((id) => back.has(id))) continue;
      back.add(dependent.id);
      found.push(dependent);
    }
  }
  return found;
}

/** What another command did to the dependencies meanwhile changes who comes back and how: then this is decided anew. */
function requireAsSeen(builder: DecisionBuilder, slice: TaskSlice, reopened: readonly Dependent[]): void {
  const { task, openDependencies, dependents } = slice;
  const back = [{ id: task.id, openDependencies: openDependencies.length }, ...reopened];
  const stays = dependents.filter((dependent) => endedByOthers(dependent) && !reopened.includes(dependent));
  const expected = {
    met: back.filter((each) => each.openDependencies === 0),
    open: back.filter((each) => each.openDependencies > 0),
    hopeless: stays,
  } as const;
  for (const are of ['met', 'open', 'hopeless'] as const) {
    const tasks = expected[are].map(({ id }) => id);
    if (tasks.length > 0) builder.change({ kind: 'require_dependencies', tasks, are });
  }
}

function endedByOthers(dependent: Dependent): boolean {
  if (dependent.state === 'skipped') return dependent.reason?.code !== 'skipped_by_person';
  return dependent.state === 'canceled' && dependent.reason?.code !== 'canceled_by_person';
}

function reopenDependent(builder: DecisionBuilder, run: RunRecord, dependent: Dependent): void {
  const { id, key, state, attempts, openDependencies } = dependent;
  const input = openDependencies === 0 ? 'retry' : 'reopen';
  moveTask(builder, { id, run: run.id, key, state, attempts }, input, { reason: null, endedAt: null, cancel: null });
}

/** What went on in spite of the failure waits again, unless it has begun. */
function takeBack(builder: DecisionBuilder, { task, run }: TaskSlice, dependent: Dependent): void {
  const notBegun = dependent.attempts === 0 && (dependent.state === 'pending' || dependent.state === 'ready');
  if (!dependent.direct || !dependent.satisfied || !notBegun) return;
  // Writes what stands there: the change lands only if it still has not begun.
  builder.change({ kind: 'set_task', task: dependent.id, in: dependent.state, atAttempt: 0, set: { dueAt: null } });
  builder.change({ kind: 'reopen_dependency', run: run.id, task: dependent.id, dependsOn: task.id });
}

/** Sends an ended run back to work; answers the state that it is in then. */
function reviveRun(builder: DecisionBuilder, run: RunRecord, now: number): RunState {
  const deadline = { deadlineAt: run.timeoutMs === null ? null : now + run.timeoutMs };
  const fresh = { cancel: null, reason: null, endedAt: null, ...deadline };
  if (!runHasEnded(run.state)) {
    if (run.cancel !== null) {
      throw new Refusal('not_allowed_in_state', 'The run is being canceled; retry when it has ended.');
    }
    return run.state;
  }
  if (run.baseCommit === null) {
    throw new Refusal('not_allowed_in_state', 'The run never began; start it again instead.');
  }
  const to = runMachine.next(run.state, 'retry');
  builder
    .change({ kind: 'move_run', run: run.id, from: run.state, to, set: fresh })
    .event({ run: run.id, body: { kind: 'run_moved', from: run.state, to } });
  return to;
}

function isBad(state: TaskState): boolean {
  return state === 'failed' || state === 'quarantined' || state === 'skipped' || state === 'canceled';
}
