import type { Deliveries } from '../../src/service/ports/store.ts';
import type { DeliveryRow, Tables } from './memory_tables.ts';

/** Webhooks in memory; rows stand in the order they came. */
export function memoryDeliveries({ deliveries }: Tables): Deliveries {
  const change = (id: string, owner: string, set: (row: DeliveryRow) => Partial<DeliveryRow>) => {
    const row = deliveries.get(id);
    if (row?.state === 'waiting' && row.owner === owner) deliveries.set(id, { ...row, owner: null, ...set(row) });
  };
  return {
    add: async ({ id, event, body }, at) => {
      if (deliveries.has(id)) return false;
      const untouched = { owner: null, ownedUntil: 0, attempts: 0 };
      deliveries.set(id, { id, event, body, state: 'waiting', receivedAt: at, dueAt: at, ...untouched });
      return true;
    },
    isKnown: async (id) => deliveries.has(id),
    claim: async (owner, now, until, limit) => {
      const claimable = (row: DeliveryRow) =>
        row.state === 'waiting' && row.dueAt <= now && (row.owner === null || row.ownedUntil <= now);
      const claimed = [...deliveries.values()].filter(claimable).slice(0, limit);
      for (const row of claimed) deliveries.set(row.id, { ...row, owner, ownedUntil: until });
      return claimed.map(({ id, event, body, attempts }) => ({ id, event, body, attempts }));
    },
    release: async (id, owner, dueAt) => change(id, owner, ({ attempts }) => ({ dueAt, attempts: attempts + 1 })),
    bury: async (id, owner) => change(id, owner, () => ({ state: 'dead' })),
    prune: async (before, limit) => {
      const old = [...deliveries.values()].filter((row) => row.state !== 'waiting' && row.receivedAt < before);
      for (const { id } of old.slice(0, limit)) deliveries.delete(id);
      return old.length >= limit;
    },
  };
}
