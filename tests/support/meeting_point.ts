import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a scripted agent told about itself. */
export type Note = { readonly task: string; readonly attempt: number } & (
  | { readonly what: 'began'; readonly prompt: string }
  | { readonly what: 'ended' }
);

/**
 * A server on loopback where the scripted agents of one test meet, so that tests decide what happens at the same time
 * without sleeping, and know what really ran.
 */
export type MeetingPoint = {
  readonly url: string;
  /** Everything agents noted, in the order it came in. */
  readonly notes: readonly Note[];
  /** Resolves when an agent has noted this. */
  readonly noted: (what: Note['what'], task: string) => Promise<void>;
  /** Resolves when so many agents wait at a place. */
  readonly arrived: (place: string, parties?: number) => Promise<void>;
  /** Whether so many agents wait at a place now. */
  readonly waits: (place: string, parties?: number) => boolean;
  /** Lets everybody through who waits there or comes later. */
  readonly open: (place: string) => void;
  readonly close: () => Promise<void>;
};

type Place = { isOpen: boolean; readonly waiting: Set<ServerResponse>; readonly watchers: Set<() => void> };

/** Starts the server. */
export async function startMeetingPoint(): Promise<MeetingPoint> {
  const places = new Map<string, Place>();
  const notes: Note[] = [];
  const readers = new Set<() => void>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    // An agent may come back to an idle connection just as it ends, and a script does not try again.
    response.setHeader('connection', 'close');
    void receive(request).then((body) => {
      if (path === '/note') {
        notes.push(body as Note);
        for (const reader of readers) reader();
        response.end();
      } else wait(placeAt(places, path), response, (body as { readonly parties?: number }).parties);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    notes,
    noted: (what, task) => when(readers, () => notes.some((note) => note.what === what && note.task === task)),
    arrived: (name, parties = 1) => {
      const { watchers, waiting } = placeAt(places, `/meet/${name}`);
      return when(watchers, () => waiting.size >= parties);
    },
    waits: (name, parties = 1) => placeAt(places, `/meet/${name}`).waiting.size >= parties,
    open: (name) => letThrough(placeAt(places, `/meet/${name}`)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function receive(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += piece;
  return JSON.parse(text);
}

function placeAt(places: Map<string, Place>, name: string): Place {
  const known = places.get(name) ?? { isOpen: false, waiting: new Set(), watchers: new Set() };
  places.set(name, known);
  return known;
}

function wait(place: Place, response: ServerResponse, parties: number | undefined): void {
  place.waiting.add(response);
  // Whoever was killed waits no longer.
  response.on('close', () => place.waiting.delete(response));
  for (const watcher of place.watchers) watcher();
  if (place.isOpen || (parties !== undefined && place.waiting.size >= parties)) letThrough(place);
}

function letThrough(place: Place): void {
  place.isOpen = true;
  for (const response of place.waiting) response.end();
}

/** Resolves as soon as `holds`, which is looked at when a watcher is called. */
function when(watchers: Set<() => void>, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      watchers.delete(look);
      resolve();
    };
    watchers.add(look);
    look();
  });
}
