import { randomUUID } from 'node:crypto';
import { setTimeout as afterwards } from 'node:timers/promises';
import type { Delivery, DeliveryFaults, DeliveryMode } from './delivery.ts';
import { postDelivery } from './post_delivery.ts';
import { seededRandom } from './seeded_random.ts';

/** The webhooks of the app: what was sent and what waits. */
export type Webhooks = {
  /** Every attempt, oldest first, lost and failed ones too. Those that wait are not in it. */
  readonly deliveries: readonly Delivery[];
  /** What waits in manual mode, oldest first. */
  readonly pending: readonly Delivery[];
  readonly faults: DeliveryFaults;
  mode: DeliveryMode;
  /** Where they go; undefined: nowhere, each attempt fails. */
  url: string | undefined;
  readonly send: (event: {
    readonly event: string;
    readonly installationId: number | null;
    readonly repositoryId: number | null;
    readonly payload: Readonly<Record<string, unknown>>;
  }) => void;
  /** Keeps back what fits until the returned function is called; what came meanwhile goes out then, in order. */
  readonly holdBack: (fits: (delivery: Delivery) => boolean) => () => void;
  /** Sends it again under the same GUID. */
  readonly redeliver: (delivery: Delivery) => void;
  /** Delivers one that waits (the oldest), and returns when it was answered; undefined if none waits. */
  readonly deliverNext: (index?: number) => Promise<Delivery | undefined>;
  /** Delivers all that wait, in order. */
  readonly deliverAll: () => Promise<void>;
  /** When no delivery is under way. What waits in manual mode does not count. */
  readonly settled: () => Promise<void>;
};

/** Longest that a shuffled delivery is held back. */
const longestHoldMs = 40;

/** Makes the queue of an app's webhooks. */
export function createWebhooks(options: {
  readonly appId: number;
  readonly secret: () => string;
  readonly nextId: () => number;
  readonly now: () => number;
  readonly mode: DeliveryMode;
}): Webhooks {
  const deliveries: Delivery[] = [];
  const pending: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const holds = new Set<{ readonly fits: (delivery: Delivery) => boolean; readonly kept: Delivery[] }>();
  let sent = 0;
  let line: Promise<void> = Promise.resolve();
  const random = seededRandom(typeof options.mode === 'object' ? options.mode.shuffled : 1);

  const attempt = async (delivery: Delivery, lost: boolean): Promise<void> => {
    const { url } = webhooks;
    const receiver = { url: url ?? '', secret: options.secret(), appId: options.appId };
    const unanswered = { statusCode: 0, status: lost ? 'timed out' : 'failed to connect to host' };
    const answer = lost || url === undefined ? unanswered : await postDelivery(delivery, receiver);
    Object.assign(delivery, answer, { deliveredAt: options.now() });
    deliveries.push(delivery);
  };
  const track = (work: Promise<void>): void => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  const start = (delivery: Delivery, lost: boolean): void => {
    if (webhooks.mode === 'ordered') {
      line = line.then(() => attempt(delivery, lost));
      track(line);
      return;
    }
    const holdMs = Math.floor(random() * longestHoldMs);
    track(afterwards(holdMs).then(() => attempt(delivery, lost)));
  };
  const enqueue = (delivery: Delivery): void => {
    const hold = [...holds].find(({ fits }) => fits(delivery));
    if (hold !== undefined) {
      hold.kept.push(delivery);
      return;
    }
    const index = sent;
    sent += 1;
    if (webhooks.faults.lose?.(delivery, index)) {
      start(delivery, true);
      return;
    }
    const copies = webhooks.faults.double?.(delivery, index)
      ? [delivery, copyOf(delivery, options.nextId())]
      : [delivery];
    for (const copy of copies) {
      if (webhooks.mode === 'manual') pending.push(copy);
      else start(copy, false);
    }
  };

  const webhooks: Webhooks = {
    deliveries,
    pending,
    faults: {},
    mode: options.mode,
    url: undefined,
    send: ({ event, installationId, repositoryId, payload }) =>
      enqueue({
        id: options.nextId(),
        guid: randomUUID(),
        event,
        action: typeof payload.action === 'string' ? payload.action : null,
        installationId,
        repositoryId,
        payload: JSON.stringify(payload),
        redelivery: false,
        status: '',
        statusCode: 0,
        deliveredAt: 0,
      }),
    holdBack: (fits) => {
      const hold = { fits, kept: [] };
      holds.add(hold);
      return () => {
        holds.delete(hold);
        hold.kept.forEach(enqueue);
      };
    },
    redeliver: (delivery) => {
      const again = { ...copyOf(delivery, options.nextId()), redelivery: true };
      const lateMs = webhooks.faults.lateAgain?.(again) ?? 0;
      track(lateMs === 0 ? attempt(again, false) : afterwards(lateMs).then(() => attempt(again, false)));
    },
    deliverNext: async (index = 0) => {
      const [delivery] = pending.splice(index, 1);
      if (delivery !== undefined) await attempt(delivery, false);
      return delivery;
    },
    deliverAll: async () => {
      while (pending.length > 0) await webhooks.deliverNext();
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
  return webhooks;
}

function copyOf(delivery: Delivery, id: number): Delivery {
  return { ...delivery, id, status: '', statusCode: 0, deliveredAt: 0 };
}
