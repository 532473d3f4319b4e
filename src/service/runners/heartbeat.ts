import { heartbeat as decideHeartbeat } from '../../core/decide/heartbeat.ts';
import type { Decision } from '../../core/decision.ts';
import { Refusal } from '../../core/refusal.ts';
import type { HeartbeatRequest, HeartbeatResponse } from '../../protocol/runner_messages.ts';
import { mapTexts } from '../../text/map_texts.ts';
import { withoutSecretShapes } from '../../text/secret_shapes.ts';
import { keepBudgets } from '../chores/keep_budgets.ts';
import { commit } from '../commit.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { ownPrices } from './own_prices.ts';

/** Runs that one heartbeat looks after; the tick does the others. */
const BUDGETS_AT_ONCE = 10;

/** How often an order is looked for that nothing woke us for: another replica may have taken it. */
const LOOK_AGAIN_MS = 1_000;

type Directives = HeartbeatResponse['directives'];

/**
 * Renews leases at once, and brings back what is wanted of each attempt: an order as soon as there is one, else after the time
 * that the runner holds the call open for, or when it is gone.
 *
 * @throws Refusal `unknown_runner`
 */
export async function heartbeat(
  deps: ServiceDependencies,
  told: HeartbeatRequest,
  gone: AbortSignal,
): Promise<HeartbeatResponse> {
  const { leaseMs } = deps.settings;
  const directives = await renew(deps, told);
  // What was told may be all that a run may use: its agents hear of that by this call while it is held, else by the next.
  if (told.attempts.some(({ usage }) => usage !== undefined)) await keepBudgets(deps, BUDGETS_AT_ONCE);
  if (told.holdMs === 0 || told.attempts.length === 0) return { leaseMs, directives };
  return { leaseMs, directives: await untilOrdered(deps, told, directives, gone) };
}

function renew(deps: ServiceDependencies, told: HeartbeatRequest): Promise<Directives> {
  const request = mapTexts(told, withoutSecretShapes);
  const { leaseMs } = deps.settings;
  return commit(deps, 'heartbeat', async (read): Promise<Decision<Directives>> => {
    const runner = await read.runnerById(request.runner);
    if (runner === null || runner.boot !== request.boot) {
      throw new Refusal('unknown_runner', 'This runner is not registered. Register again.');
    }
    const slice = await read.heartbeatSlice(request.attempts.map(({ attempt }) => attempt));
    const usageOf = new Map(request.attempts.map(({ attempt, usage }) => [attempt, usage]));
    const prices = await ownPrices(
      read,
      slice.map(({ id, run }) => ({ run, usage: usageOf.get(id) })),
    );
    const decision = decideHeartbeat(slice, { ...request, leaseMs, prices }, deps.clock.now());
    return { ...decision, result: [...decision.result] };
  });
}

async function untilOrdered(
  { store, signals, settings, clock }: ServiceDependencies,
  { runner, attempts, holdMs }: HeartbeatRequest,
  renewed: Directives,
  gone: AbortSignal,
): Promise<Directives> {
  const ids = attempts.map(({ attempt }) => attempt);
  const until = clock.now() + holdMs;
  let directives = renewed;
  for (;;) {
    const leftMs = until - clock.now();
    const isOrdered = directives.some(({ directive }) => directive.kind !== 'continue');
    if (isOrdered || leftMs <= 0 || gone.aborted) return directives;
    const looked = new AbortController();
    const woken = signals.events.next(Math.min(LOOK_AGAIN_MS, leftMs), AbortSignal.any([gone, looked.signal]));
    try {
      const slice = await store.read.heartbeatSlice(ids);
      const input = { runner, attempts: ids.map((attempt) => ({ attempt })), leaseMs: settings.leaseMs };
      directives = [...decideHeartbeat(slice, input, clock.now()).result];
      if (directives.every(({ directive }) => directive.kind === 'continue')) await woken;
    } finally {
      looked.abort();
    }
  }
}
