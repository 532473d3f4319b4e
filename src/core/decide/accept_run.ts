import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import { closeRun } from '../run/run_effects.ts';
import type { RunInput } from '../run/run_state.ts';
import { moveRun } from './move_run.ts';

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
