import type { Change } from '../changes.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import { type RunInput, type RunState, runHasEnded, runMachine } from '../run/run_state.ts';

/** What a move of a run may set. */
type RunFields = NonNullable<Extract<Change, { kind: 'move_run' }>['set']>;

/**
 * Moves a run along several inputs by the machine, each with its event; the last carries the fields and their reason. An
 * input that the state does not allow is refused by the machine's own error. Answers the state that it is in then.
 */
export function moveRun(
  builder: DecisionBuilder,
  run: Pick<RunRecord, 'id' | 'state'>,
  inputs: readonly RunInput[],
  set?: RunFields,
): RunState {
  let state = run.state;
  for (const [index, input] of inputs.entries()) {
    const to = runMachine.next(state, input);
    const fields = index === inputs.length - 1 ? set : undefined;
    if (runHasEnded(to)) {
      builder.change({ kind: 'withdraw_questions_of_run', run: run.id, because: 'The run has ended.' });
    }
    builder
      .change({ kind: 'move_run', run: run.id, from: state, to, ...(fields === undefined ? {} : { set: fields }) })
      .event({
        run: run.id,
        body: { kind: 'run_moved', from: state, to, ...(fields?.reason ? { reason: fields.reason } : {}) },
      });
    state = to;
  }
  return state;
}
