import type { Directive } from '../../protocol/runner_messages.ts';
import type { Price, Usage } from '../../protocol/usage.ts';
import { attemptIsLive } from '../attempt/attempt_state.ts';
import { interruptionBy } from '../attempt/order_reason.ts';
import { type Decision, DecisionBuilder } from '../decision.ts';
import type { HeartbeatSlice } from '../slices.ts';
import { usageRecorded } from '../usage/usage_recorded.ts';
import { mayRevive, reviveAttempt } from './revive_attempt.ts';

/** A runner's report of all that it has at work. */
export type Heartbeat = {
  readonly runner: string;
  readonly attempts: readonly {
    readonly attempt: string;
    readonly progress?: string | undefined;
    readonly usage?: Usage | undefined;
  }[];
  readonly leaseMs: number;
  /** Repositories' own prices by run; read only where an agent said nothing of money. */
  readonly prices?: ReadonlyMap<string, readonly Price[]>;
};

/** What is wanted of each attempt named. */
export type Directives = readonly { readonly attempt: string; readonly directive: Directive }[];

/** Renews the leases of a runner's attempts and tells it what is wanted of each. */
export function heartbeat(slice: HeartbeatSlice, input: Heartbeat, now: number): Decision<Directives> {
  const builder = new DecisionBuilder().change({ kind: 'see_runner', runner: input.runner, at: now });
  const known = new Map(slice.map((row) => [row.id, row]));
  const leaseUntil = now + input.leaseMs;
  const directives = input.attempts.map(({ attempt: id, progress, usage }) => {
    const row = known.get(id);
    if (row === undefined || row.runner !== input.runner) return { attempt: id, directive: { kind: 'stop' } as const };
    const revivable = mayRevive(row, row.task) && !row.exclusive;
    if (!attemptIsLive(row.state) && !revivable) return { attempt: id, directive: { kind: 'stop' } as const };
    if (revivable) reviveAttempt(builder, row, row.task, leaseUntil);
    const news = progress !== undefined && progress !== row.progress ? { progress } : {};
    builder.change({ kind: 'renew_lease', attempt: id, in: revivable ? 'running' : row.state, leaseUntil, ...news });
    if (usage !== undefined) builder.change(usageRecorded(id, usage, input.prices?.get(row.run) ?? []));
    if (news.progress) {
      const body = { kind: 'attempt_progress', text: news.progress } as const;
      builder.event({ run: row.run, task: row.task.key, attempt: row.number, body });
    }
    return { attempt: id, directive: directiveOf(row) };
  });
  return builder.result(directives);
}

function directiveOf({ cancel }: Pick<HeartbeatSlice[number], 'cancel'>): Directive {
  if (cancel === null) return { kind: 'continue' };
  // What costs nothing more goes to its end.
  const { how, reason } = cancel;
  return { kind: 'cancel', how, reason, ...(interruptionBy(cancel) === 'run_budget' ? { agentOnly: true } : {}) };
}
