import type { Decision, DecisionBuilder, Surroundings } from '../decision.ts';
import type { EffectAnswer } from '../effects/effect.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import { decideRetry } from '../retry/decide_retry.ts';
import { DEFAULT_RETRIES } from '../retry/failure_policy.ts';
import type { TaskSlice } from '../slices.ts';
import { afterMerge } from './after_merge.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly, succeedTask } from './end_task.ts';
import { countFailure } from './fail_attempt.ts';
import { integrationLost } from './integration_lost.ts';
import { countLateMerge } from './late_merge.ts';
import { moveTask } from './move_task.ts';
import { effectOfKind, type Sent, settled, unexpectedAnswer } from './sent.ts';

/** The answer of a merge; `onto`: the integration head that the run was known to have when it was sent. */
export type SentMerge = Sent & { readonly onto: string | null };

/**
 * The answer of `merge_task`: the task is in, or another attempt on the new integration head follows. Where people moved the
 * integration branch meanwhile, nobody here knows which head is the newer: the merge is sent again, and finds itself done.
 * Needs all dependents in the slice, since giving up skips them.
 */
export function answerMerge(slice: TaskSlice, sent: SentMerge, around: Surroundings): Decision<null> {
  const builder = settled(sent, around.now);
  const { task, run } = slice;
  const { answer } = sent;
  const { commit } = effectOfKind(sent, 'merge_task');
  const current = task.state === 'in_review' && task.commit === commit;
  switch (answer.kind) {
    case 'merged':
      builder.change({ kind: 'require_integration_head', run: run.id, head: run.integrationHead });
      if (sent.onto !== run.integrationHead) {
        if (current) builder.effect(again(sent, run.id, around.newId()));
        else countLateMerge(builder, slice, { commit, mergeCommit: answer.mergeCommit }, around);
        break;
      }
      builder.change({ kind: 'set_run', run: run.id, in: run.state, set: { integrationHead: answer.head } });
      builder.event({ run: run.id, task: task.key, body: { kind: 'task_merged', mergeCommit: answer.mergeCommit } });
      if (!current) {
        countLateMerge(builder, slice, { commit, mergeCommit: answer.mergeCommit }, around);
        break;
      }
      succeedTask(builder, slice, { mergeCommit: answer.mergeCommit }, 'in_review', around.now);
      afterMerge(builder, slice, around);
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
    case 'integration_lost':
      if (current) waitForIntegration(builder, slice, sent, answer.head, around);
      break;
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('merge_task', answer.kind);
  }
  return builder.result(null);
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
  const decision = decideRetry(
    { class: 'conflict' },
    failures,
    task.spec.settings.retries ?? DEFAULT_RETRIES,
    around.random(),
  );
  if (decision.kind === 'retry') {
    builder.change(requireNotCanceled(slice));
    moveTask(builder, task, 'rework', { failures });
  } else endTaskBadly(builder, slice, 'fail', { code: 'conflict', class: 'conflict', message }, around.now);
}

/** The task stays in review, and its merge waits in the outbox until the paused run goes on. */
function waitForIntegration(
  builder: DecisionBuilder,
  slice: TaskSlice,
  sent: Sent,
  head: string | null,
  around: Surroundings,
): void {
  const canceled = cancelReason(slice);
  if (canceled !== null) {
    endTaskBadly(builder, slice, 'cancel', canceled, around.now);
    return;
  }
  builder.change(requireNotCanceled(slice));
  integrationLost(builder, slice.run, head);
  builder.effect(again(sent, slice.run.id, around.newId()));
}

/** The same merge, behind those that wait by now. */
function again({ effect: { lane, effect } }: Sent, run: string, id: string): NewEffect {
  return { id, run, lane, effect };
}
