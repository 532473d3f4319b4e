import type { EventsResponse } from '../../protocol/operator.ts';
import type { EventView } from '../../protocol/views.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/** How often a follower looks although nothing woke it, and hears that the stream still stands. */
const LOOK_AGAIN_MS = 1_000;
const STILL_MS = 15_000;
const PAGE = 500;

/** One page of a run's events. */
export async function eventsAfter(
  { store }: ServiceDependencies,
  run: string,
  after: number,
  limit: number,
): Promise<EventsResponse> {
  const found = await store.view.events(run, after, limit + 1);
  return { events: found.slice(0, limit), more: found.length > limit };
}

/** All events of a run from a number on, and then each as it happens; null now and then while nothing does. */
export async function* followEvents(
  { store, signals, clock }: ServiceDependencies,
  run: string,
  after: number,
  gone: AbortSignal,
): AsyncGenerator<EventView | null> {
  let seen = after;
  let lastWord = clock.now();
  while (!gone.aborted) {
    const woken = signals.events.next(LOOK_AGAIN_MS, gone);
    const events = await store.view.events(run, seen, PAGE);
    for (const event of events) {
      yield event;
      seen = event.seq;
      lastWord = clock.now();
    }
    if (events.length === PAGE) continue;
    if (clock.now() - lastWord >= STILL_MS) {
      yield null;
      lastWord = clock.now();
    }
    await woken;
  }
}
