import type { RunnerRecord } from '../../core/records.ts';
import type { RunnerToken } from '../../core/runner/runner_token.ts';
import { pickTasks } from '../../core/schedule/pick_tasks.ts';
import { type Pick as Picked, Room } from '../../core/schedule/room.ts';
import type { SchedulingLimits } from '../../core/schedule/scheduling_limits.ts';
import type { LeaseSlice } from '../../core/slices.ts';
import type { LeaseRequest } from '../../protocol/lease_messages.ts';
import { Slot } from '../../protocol/slot.ts';
import type { SliceReader } from '../ports/store.ts';

/** Candidates looked at first for each task that is wanted, and at least; more only when these did not fill the runners. */
const CANDIDATES_EACH = 2;
const CANDIDATES_AT_FIRST = 16;
const CANDIDATES_AT_MOST = 8_192;

/** A call that waits for work. */
export type Waiting = {
  readonly request: LeaseRequest;
  /** The token that the call came with; null: that of the service's environment. */
  readonly token: RunnerToken | null;
};

/**
 * Picks tasks for those who wait: looks at ever more candidates until their runners are full or none is left. Nothing is picked for
 * a call whose token was revoked, or whose runner registered anew, since it came.
 */
export async function pickForWaiting<Waiter extends Waiting>(
  read: SliceReader,
  waiters: readonly Waiter[],
  { limits, leaseMs, now }: { readonly limits: SchedulingLimits; readonly leaseMs: number; readonly now: number },
): Promise<{ slice: LeaseSlice; picks: { waiter: Waiter; pick: Picked }[] }> {
  const runners = [...new Set(waiters.map(({ request }) => request.runner))];
  const wanted = countBySlot(waiters.map(({ request }) => request));
  for (let limit = Math.max(CANDIDATES_AT_FIRST, CANDIDATES_EACH * Math.max(...Object.values(wanted))); ; limit *= 8) {
    const slice = await read.leaseSlice(runners, limit, { now, aliveSince: now - leaseMs });
    const room = new Room(slice, limits, now);
    const picks = waiters.flatMap((waiter) => {
      const waiting = slice.runners.find(({ runner }) => isOf(waiter, runner));
      if (waiting === undefined) return [];
      return pickTasks(room, waiting, waiter.request).map((pick) => ({ waiter, pick }));
    });
    const found = countBySlot(picks.map(({ pick }) => ({ slot: pick.candidate.slot, capacity: 1 })));
    const mayFindMore = Slot.options.some((slot) => found[slot] < wanted[slot] && slice.more[slot]);
    if (!mayFindMore || limit >= CANDIDATES_AT_MOST) return { slice, picks };
  }
}

function countBySlot(places: readonly { readonly slot: Slot; readonly capacity: number }[]): Record<Slot, number> {
  const of = (slot: Slot) => places.reduce((sum, place) => sum + (place.slot === slot ? place.capacity : 0), 0);
  return { task: of('task'), orchestrator: of('orchestrator') };
}

/** Whether the runner, as it is registered now, is the one that called: with the same token, in the same life. */
function isOf({ request, token }: Waiting, runner: RunnerRecord): boolean {
  return runner.id === request.runner && runner.boot === request.boot && runner.token?.name === token?.name;
}
