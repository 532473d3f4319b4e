import type { Pacing } from '../../src/service/ports/pacing.ts';
import type { Tables } from './memory_tables.ts';

/** Turns in memory. */
export function memoryPacing({ pacing, chores }: Tables): Pacing {
  return {
    takeTurn: async (key, now, spacingMs, latest) => {
      const turn = Math.max(now, pacing.get(key) ?? now);
      if (turn > latest) return null;
      pacing.set(key, turn + spacingMs);
      return turn;
    },
    block: async (key, until) => {
      pacing.set(key, Math.max(until, pacing.get(key) ?? until));
    },
    claimChore: async (chore, now, everyMs) => {
      const { lastAt, doneAt } = chores.get(chore) ?? { lastAt: null, doneAt: null };
      const due = lastAt === null || now - lastAt >= everyMs;
      if (due) chores.set(chore, { lastAt: now, doneAt });
      return { due, doneAt };
    },
    completeChore: async (chore, at) => {
      const { lastAt, doneAt } = chores.get(chore) ?? { lastAt: at, doneAt: null };
      chores.set(chore, { lastAt, doneAt: Math.max(doneAt ?? at, at) });
    },
    completedAt: async (chore) => chores.get(chore)?.doneAt ?? null,
    interruptChore: async (chore, at) => {
      const begun = chores.get(chore);
      if (begun !== undefined) chores.set(chore, { lastAt: 0, doneAt: Math.max(begun.doneAt ?? at, at) });
    },
  };
}
