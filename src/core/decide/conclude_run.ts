import { type Decision, DecisionBuilder, nothing } from '../changes.ts';
import type { Reason } from '../records.ts';
import { type RunInput, runMachine } from '../run/run_state.ts';
import type { ConcludeSlice } from './slices.ts';

/** Ends a running run whose tasks have all ended. */
export function concludeRun({ run, failed, canceled }: ConcludeSlice, now: number): Decision<null> {
  if (run.state !== 'running' || run.openTasks !== 0) return nothing(null);
  const builder = new DecisionBuilder().change({ kind: 'require_no_open_tasks', run: run.id });
  const end = howItEnds({ run, failed, canceled });
  let state = run.state;
  for (const input of end.inputs) {
    const to = runMachine.next(state, input);
    const reason = end.reason === null ? {} : { reason: end.reason };
    const last = input === end.inputs.at(-1);
    builder
      .change({
        kind: 'move_run',
        run: run.id,
        from: state,
        to,
        ...(last ? { set: { endedAt: now, reason: end.reason } } : {}),
      })
      .event({ run: run.id, body: { kind: 'run_moved', from: state, to, ...reason } });
    state = to as typeof run.state;
  }
  return builder.result(null);
}

type End = { readonly inputs: readonly RunInput[]; readonly reason: Reason | null };

function howItEnds({ run, failed, canceled }: ConcludeSlice): End {
  if (run.cancel !== null)
    return { inputs: [run.reason?.code === 'run_timed_out' ? 'fail' : 'cancel'], reason: run.reason };
  if (failed.length === 0 && canceled.length === 0) return { inputs: ['all_in', 'accept'], reason: null };
  const parts = [named(failed, 'failed'), named(canceled, 'canceled')].filter((part) => part !== '');
  return { inputs: ['fail'], reason: { code: 'tasks_failed', message: `${parts.join('; ')}.` } };
}

function named(keys: readonly string[], what: string): string {
  if (keys.length === 0) return '';
  const shown = keys.slice(0, 10).map((key) => `\`${key}\``);
  const rest = keys.length > shown.length ? ` and ${keys.length - shown.length} more` : '';
  return `${keys.length} ${keys.length === 1 ? 'task' : 'tasks'} ${what}: ${shown.join(', ')}${rest}`;
}
