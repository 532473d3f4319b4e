import { branchPrefix } from '../branch_names.ts';
import { type Decision, DecisionBuilder, type Surroundings } from '../changes.ts';
import type { Effect, EffectAnswer, EffectRecord } from '../effects/effect.ts';
import type { Reason, RunRecord } from '../records.ts';
import { DEFAULT_RETRIES, decideRetry } from '../retry/failure_policy.ts';
import { runMachine } from '../run/run_state.ts';
import { beginRun } from './create_run.ts';
import { endTaskBadly, moveTask, succeedTask } from './end_task.ts';
import { cancelReason, countFailure, requireNotCanceled } from './fail_attempt.ts';
import type { RunSlice, TaskSlice } from './slices.ts';

/** Who sent the effect, so that only the one who holds it may settle it. */
export type Sent = { readonly effect: EffectRecord; readonly owner: string; readonly answer: EffectAnswer };

/** The answer of `begin_run`: the run starts, tries another branch prefix, or fails with what the repository said. */
export function answerBegin(
  slice: RunSlice,
  sent: Sent & { readonly sequence: number },
  around: Surroundings,
): Decision<null> {
  const { run } = slice;
  const builder = settled(sent, around.now);
  if (run.state !== 'pending') return builder.result(null);
  const { answer } = sent;
  switch (answer.kind) {
    case 'begun':
      begin(builder, run, answer, around.now);
      break;
    case 'prefix_taken': {
      const prefix = branchPrefix(run.name, sent.sequence);
      builder.change({ kind: 'set_run', run: run.id, in: 'pending', set: { branchPrefix: prefix } });
      builder.effect(beginRun({ id: run.id, branchPrefix: prefix }, baseOf(sent.effect.effect), around.newId()));
      break;
    }
    case 'refused':
      failToBegin(builder, slice, answer.message, around.now);
      break;
    case 'superseded':
      break;
    case 'published':
    case 'merged':
    case 'conflict':
      throw new Error(`A run cannot begin with the answer ${answer.kind}.`);
    default:
      answer satisfies never;
  }
  return builder.result(null);
}

function begin(
  builder: DecisionBuilder,
  run: RunRecord,
  answer: Extract<EffectAnswer, { kind: 'begun' }>,
  now: number,
): void {
  const to = runMachine.next('pending', 'begin');
  const { base, baseCommit } = answer;
  const deadlineAt = run.timeoutMs === null ? null : now + run.timeoutMs;
  builder
    .change({
      kind: 'move_run',
      run: run.id,
      from: 'pending',
      to,
      set: { base, baseCommit, integrationHead: baseCommit, startedAt: now, deadlineAt },
    })
    .event({ run: run.id, body: { kind: 'run_moved', from: 'pending', to } });
}

function failToBegin(builder: DecisionBuilder, { run, open }: RunSlice, message: string, now: number): void {
  const reason: Reason = { code: 'could_not_begin', message };
  const to = runMachine.next('pending', 'fail');
  for (const task of open) {
    moveTask(builder, { ...task, run: run.id }, 'cancel', { reason, endedAt: now });
    builder.change({ kind: 'count_open_tasks', run: run.id, by: -1 });
  }
  builder.change({ kind: 'require_no_resting_task', run: run.id });
  builder
    .change({ kind: 'move_run', run: run.id, from: 'pending', to, set: { reason, endedAt: now } })
    .event({ run: run.id, body: { kind: 'run_moved', from: 'pending', to, reason } });
}

function baseOf(effect: Effect): string | null {
  return effect.kind === 'begin_run' ? effect.base : null;
}

/** The answer of `publish_task`. A branch that somebody else moved fails the task; its commit stays at the attempt's ref. */
export function answerPublish(slice: TaskSlice, sent: Sent, around: Surroundings): Decision<null> {
  const builder = settled(sent, around.now);
  const { task, run } = slice;
  const { answer, effect } = sent;
  if (answer.kind === 'published' && effect.effect.kind === 'publish_task') {
    const { branch, commit } = effect.effect;
    builder.event({ run: run.id, task: task.key, body: { kind: 'task_published', branch, commit } });
  } else if (answer.kind === 'refused' && task.state === 'in_review') {
    endTaskBadly(builder, slice, 'fail', { code: 'publish_refused', message: answer.message }, around.now);
  }
  return builder.result(null);
}

/**
 * The answer of `merge_task`: the task is in, or another attempt on the new integration head follows. Needs all
 * dependents in the slice, since giving up skips them.
 */
export function answerMerge(slice: TaskSlice, sent: Sent, around: Surroundings): Decision<null> {
  const builder = settled(sent, around.now);
  const { task, run } = slice;
  const { answer } = sent;
  const current = task.state === 'in_review' && task.commit === mergedCommit(sent.effect.effect);
  switch (answer.kind) {
    case 'merged':
      builder.change({ kind: 'set_run', run: run.id, in: run.state, set: { integrationHead: answer.head } });
      builder.event({ run: run.id, task: task.key, body: { kind: 'task_merged', mergeCommit: answer.mergeCommit } });
      if (current) succeedTask(builder, slice, { mergeCommit: answer.mergeCommit }, 'in_review', around.now);
      break;
    case 'conflict':
      builder.event({
        run: run.id,
        task: task.key,
        body: { kind: 'merge_conflict', ours: answer.ours, paths: answer.paths },
      });
      if (current) settleConflict(builder, slice, answer, around);
      break;
    case 'refused':
      if (current)
        endTaskBadly(builder, slice, 'fail', { code: 'publish_refused', message: answer.message }, around.now);
      break;
    case 'superseded':
      break;
    case 'begun':
    case 'prefix_taken':
    case 'published':
      throw new Error(`A merge cannot have the answer ${answer.kind}.`);
    default:
      answer satisfies never;
  }
  return builder.result(null);
}

function mergedCommit(effect: Effect): string | null {
  return effect.kind === 'merge_task' ? effect.commit : null;
}

function settleConflict(
  builder: DecisionBuilder,
  slice: TaskSlice,
  answer: Extract<EffectAnswer, { kind: 'conflict' }>,
  around: Surroundings,
): void {
  const { task, attempt } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null) {
    endTaskBadly(builder, slice, 'cancel', canceled, around.now);
    return;
  }
  const message = `${task.commit ?? 'The work'} does not merge into ${answer.ours}: ${answer.paths.join(', ')}. ${answer.detail}`;
  const failure = { class: 'conflict', message } as const;
  const failures = countFailure(task.failures, failure);
  if (attempt !== null) builder.change({ kind: 'note_failure', attempt: attempt.id, failure });
  const decision = decideRetry('conflict', failures, task.spec.settings.retries ?? DEFAULT_RETRIES, around.random());
  if (decision.kind === 'retry') {
    builder.change(requireNotCanceled(slice));
    moveTask(builder, task, 'rework', { failures });
  } else endTaskBadly(builder, slice, 'fail', { code: 'conflict', class: 'conflict', message }, around.now);
}

function settled({ effect, owner, answer }: Sent, now: number): DecisionBuilder {
  return new DecisionBuilder().change({ kind: 'settle_effect', effect: effect.id, owner, answer, at: now });
}

/** Whether sending a task's effect still serves the task; otherwise it is settled as superseded without being sent. */
export function effectIsWanted({ task }: Pick<TaskSlice, 'task'>, effect: Effect): boolean {
  return effect.kind === 'begin_run' || (task.state === 'in_review' && task.commit === effect.commit);
}
