import { branchPrefix } from '../branch_names.ts';
import type { Decision, DecisionBuilder, Surroundings } from '../decision.ts';
import type { EffectAnswer } from '../effects/effect.ts';
import type { Reason } from '../reason.ts';
import type { RunRecord } from '../records.ts';
import type { RunSlice } from '../slices.ts';
import { beginRun } from './create_run.ts';
import { moveRun } from './move_run.ts';
import { moveTask } from './move_task.ts';
import { effectOfKind, type Sent, settled, unexpectedAnswer } from './sent.ts';

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
      const { base } = effectOfKind(sent, 'begin_run');
      builder.change({ kind: 'set_run', run: run.id, in: 'pending', set: { branchPrefix: prefix } });
      builder.effect(beginRun({ id: run.id, branchPrefix: prefix }, base, around.newId()));
      break;
    }
    case 'refused':
      failToBegin(builder, slice, answer.message, around.now);
      break;
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('begin_run', answer.kind);
  }
  return builder.result(null);
}

function begin(
  builder: DecisionBuilder,
  run: RunRecord,
  answer: Extract<EffectAnswer, { kind: 'begun' }>,
  now: number,
): void {
  const { base, baseCommit } = answer;
  const deadlineAt = run.timeoutMs === null ? null : now + run.timeoutMs;
  moveRun(builder, run, ['begin'], { base, baseCommit, integrationHead: baseCommit, startedAt: now, deadlineAt });
}

function failToBegin(builder: DecisionBuilder, { run, open }: RunSlice, message: string, now: number): void {
  const reason: Reason = { code: 'could_not_begin', message };
  for (const task of open) {
    moveTask(builder, { ...task, run: run.id }, 'cancel', { reason, endedAt: now });
    builder.change({ kind: 'count_open_tasks', run: run.id, by: -1 });
  }
  builder.change({ kind: 'require_no_resting_task', run: run.id });
  moveRun(builder, run, ['fail'], { reason, endedAt: now });
}
