import { repositoryOfLane } from '../../src/core/incoming/lane_of.ts';
import type { Deliveries } from '../../src/service/ports/deliveries.ts';

import type { ViewReader } from '../../src/service/ports/view_reader.ts';
import { type DeliveryRow, newestDead, type Tables } from './memory_tables.ts';

/** Webhooks in memory; rows stand in the order they came. */
export function memoryDeliveries({ deliveries }: Tables, clock: () => number): Deliveries {
  const change = (id: string, owner: string, set: (row: DeliveryRow) => Partial<DeliveryRow>) => {
    const row = deliveries.get(id);
    if (row?.state === 'waiting' && row.owner === owner) deliveries.set(id, { ...row, owner: null, ...set(row) });
  };
  const anew = (at: number) =>
    ({ state: 'waiting', receivedAt: at, dueAt: at, attempts: 0, error: null, settledAt: null }) as const;
  return {
    add: async (delivery, at) => {
      const known = deliveries.get(delivery.id);
      if (known !== undefined && known.state !== 'dead') return false;
      deliveries.set(delivery.id, { ...delivery, owner: null, ownedUntil: 0, ...anew(at) });
      return true;
    },
    waitingSince: async () => [...deliveries.values()].find(({ state }) => state === 'waiting')?.receivedAt ?? null,
    isKnown: async (id) => deliveries.has(id),
    claim: async (owner, now, until, limit, busy = []) => {
      const waiting = [...deliveries.values()].filter((row) => row.state === 'waiting');
      const isFirst = (row: DeliveryRow) =>
        row.lane === null || waiting.find(({ lane }) => lane === row.lane)?.id === row.id;
      const isBusy = ({ lane }: DeliveryRow) => busy.includes(repositoryOfLane(lane) ?? '');
      const claimable = (row: DeliveryRow) =>
        row.dueAt <= now && (row.owner === null || row.ownedUntil <= now) && isFirst(row) && !isBusy(row);
      const claimed = waiting.filter(claimable).slice(0, limit);
      for (const row of claimed) deliveries.set(row.id, { ...row, owner, ownedUntil: until });
      return claimed.map(({ id, event, body, lane, attempts, receivedAt }) => ({
        id,
        event,
        body,
        lane,
        attempts,
        receivedAt,
      }));
    },
    release: async (id, owner, { dueAt, error, counts }) =>
      change(id, owner, (row) => ({ dueAt, error: error ?? row.error, attempts: row.attempts + (counts ? 1 : 0) })),
    bury: async (id, owner, error) => change(id, owner, () => ({ state: 'dead', error, settledAt: clock() })),
    revive: async (id, at) => {
      const dead = [...deliveries.values()].filter((row) => row.state === 'dead' && (id === null || row.id === id));
      for (const row of dead) deliveries.set(row.id, { ...row, ...anew(at) });
      return dead.length;
    },
    refusedSince: async (lanes, since, now) => {
      const isRefused = (row: DeliveryRow) => row.state === 'refused' && (row.settledAt ?? 0) >= since;
      const isHeld = (row: DeliveryRow) => row.state === 'waiting' && row.owner !== null && row.ownedUntil > now;
      const ofLanes = [...deliveries.values()].filter(({ lane }) => lane?.startsWith(lanes));
      return ofLanes.filter((row) => isRefused(row) || isHeld(row)).length;
    },
    newestRefused: async (lanes, note, after) =>
      [...deliveries.values()].findLast(
        (row) =>
          row.state === 'refused' &&
          lanes.includes(row.lane ?? '') &&
          row.note === note &&
          (row.settledAt ?? 0) > after,
      ) ?? null,
    prune: async (before, limit) => {
      const old = [...deliveries.values()].filter((row) => row.state !== 'waiting' && row.receivedAt < before);
      for (const { id } of old.slice(0, limit)) deliveries.delete(id);
      return old.length >= limit;
    },
  };
}

/** What people see of them. */
export function memoryDeliveriesView({ deliveries }: Tables): ViewReader['deliveries'] {
  return async () => {
    const waiting = [...deliveries.values()].filter((row) => row.state === 'waiting');
    const dead = newestDead(deliveries.values());
    return {
      waiting: waiting.length,
      failing: waiting.filter((row) => row.error !== null).length,
      dead: dead.map(({ id, event, receivedAt, error }) => ({ id, event, receivedAt, message: error ?? '' })),
    };
  };
}
