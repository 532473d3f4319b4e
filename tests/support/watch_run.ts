import { createClient } from '../../src/http/client.ts';
import { ListRunsResponse } from '../../src/protocol/operator.ts';
import { EventView } from '../../src/protocol/views.ts';
import { type Owner, readOwner } from '../../src/store/client/owner_lock.ts';
import { until } from './until.ts';

/** A service as one reaches it. */
export type Address = Pick<Owner, 'address' | 'token'>;

/** Where the runs of a database file are served at the moment. */
export async function addressOf(databaseFile: string): Promise<Address | undefined> {
  const owner = await readOwner(databaseFile).catch(() => undefined);
  return owner === undefined || owner.address === '' ? undefined : owner;
}

/** Follows the newest run of a name, over the deaths and restarts of who serves it. */
export type RunWatch = {
  /** All events so far, in their order, without repeats. */
  readonly events: readonly EventView[];
  /** Resolves with the first event, of those that were and those to come, for which `fits` holds. */
  readonly event: (what: string, fits: (event: EventView) => boolean, withinMs?: number) => Promise<EventView>;
  readonly stop: () => Promise<void>;
};

/** Starts to follow; `address` is asked anew after each break of the stream. */
export function watchRun(name: string, address: () => Promise<Address | undefined>): RunWatch {
  const events: EventView[] = [];
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  const take = (event: EventView) => {
    events.push(event);
    for (const listener of listeners) listener();
  };
  const following = follow(name, address, events, take, stopping.signal);
  return {
    events,
    event: (what, fits, withinMs = 30_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find(fits);
          if (found === undefined) return;
          settle();
          resolve(found);
        };
        const settle = () => {
          clearTimeout(timer);
          listeners.delete(look);
        };
        const timer = setTimeout(() => {
          settle();
          reject(
            new Error(`Within ${withinMs} ms there was no ${what}; the last was ${JSON.stringify(events.at(-1))}.`),
          );
        }, withinMs);
        listeners.add(look);
        look();
      }),
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
}

async function follow(
  name: string,
  address: () => Promise<Address | undefined>,
  seen: readonly EventView[],
  take: (event: EventView) => void,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      const { address: url, token } = await until('service', address, 60_000);
      const headers = { authorization: `Bearer ${token}` };
      const run = await until('run', () => newestRun(url, token, name), 60_000);
      const from = `${url}/api/v1/runs/${run}/events/stream?after=${seen.at(-1)?.seq ?? 0}`;
      const response = await fetch(from, { headers, signal: stopping });
      if (response.ok && response.body !== null) await readStream(response.body, take);
    } catch {
      // It was killed, or we stop; whoever waits for an event has a time limit.
    }
  }
}

async function newestRun(url: string, token: string, name: string): Promise<string | undefined> {
  const answer = await createClient(url, token).api.v1.runs.$get({ query: { name, limit: '1' } });
  return ListRunsResponse.parse(await answer.json()).runs[0]?.id;
}

/** Server-sent events: lines `data: …`, each a whole event. */
async function readStream(body: ReadableStream<Uint8Array>, take: (event: EventView) => void): Promise<void> {
  let rest = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const data = /^data: (\{.*)$/.exec(line)?.[1];
      if (data !== undefined) take(EventView.parse(JSON.parse(data)));
    }
  }
}
