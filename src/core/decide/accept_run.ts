import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import { closeRun } from '../run/run_effects.ts';
import { type RunInput, type RunState, runMachine } from '../run/run_state.ts';

/** Moves a run along several inputs; the last move carries the fields. */
export function moveRun(
  builder: DecisionBuilder,
  run: Pick<RunRecord, 'id' | 'state'>,
  inputs: readonly RunInput[],
  set: Partial<Pick<RunRecord, 'endedAt' | 'reason' | 'deadlineAt' | 'cancel'>>,
): void {
  let state: RunState = run.state;
  for (const [index, input] of inputs.entries()) {
    const to = runMachine.next(state, input);
    const last = index === inputs.length - 1;
    const reason = last && set.reason ? { reason: set.reason } : {};
    builder
      .change({ kind: 'move_run', run: run.id, from: state, to, ...(last ? { set } : {}) })
      .event({ run: run.id, body: { kind: 'run_moved', from: state, to, ...reason } });
    state = to;
  }
}

/** The run has succeeded: what it made is in the base, or there was nothing to bring there. Lands only while no task is open. */
export function acceptRun(
  builder: DecisionBuilder,
  run: Pick<RunRecord, 'id' | 'state' | 'issue'>,
  around: Surroundings,
): void {
  builder.change({ kind: 'require_no_open_tasks', run: run.id });
  const inputs: readonly RunInput[] = run.state === 'running' ? ['all_in', 'accept'] : ['accept'];
  moveRun(builder, run, inputs, { endedAt: around.now, reason: null });
  if (run.issue !== null) builder.effect(closeRun(run.id, around.newId()));
}
