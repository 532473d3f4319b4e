import { runHasEnded } from '../../src/core/run/run_state.ts';
import type { Retention } from '../../src/service/ports/retention.ts';
import type { OutboxRow, Tables } from './memory_tables.ts';

/** Drops from memory what the real store drops. */
export function memoryRetention({ outbox, runs, shown, issuesSeen }: Tables): Retention {
  const ofEndedRun = ({ run }: OutboxRow) => run === null || runHasEnded(runs.get(run)?.state ?? 'running');
  const dropped = <Row>(table: Map<string, Row>, isOld: (row: Row) => boolean, limit: number) => {
    const old = [...table].filter(([, row]) => isOld(row)).slice(0, limit);
    for (const [key] of old) table.delete(key);
    return old.length === limit;
  };
  const settledBefore = (row: OutboxRow, before: number) =>
    row.state !== 'waiting' && (row.settledAt ?? before) < before && ofEndedRun(row);
  return {
    pruneEffects: async (before, limit) => dropped(outbox, (row) => settledBefore(row, before), limit),
    pruneDeadEffects: async (before, limit) =>
      dropped(outbox, (row) => row.state === 'dead' && settledBefore(row, before), limit),
    pruneComments: async (before, limit) =>
      dropped(shown, (row) => row.what === 'commands' && row.rememberedAt < before, limit),
    pruneIssues: async (before, limit) => dropped(issuesSeen, (updatedAt) => updatedAt < before, limit),
  };
}
