import type { EffectSlice } from '../../core/slices.ts';
import { eq, sql } from '../drizzle.ts';
import { outbox } from '../schema/outbox.ts';
import { repositories } from '../schema/repositories.ts';
import { runs } from '../schema/runs.ts';
import { effectColumns, repositoryColumns, runColumns } from './columns.ts';
import { type Snapshots, select } from './query.ts';

const waitingEffect = select<{ effect: string }>()(
  { effect: effectColumns, run: runColumns, repository: repositoryColumns },
  (rows) =>
    rows
      .from(outbox)
      .innerJoin(repositories, eq(repositories.id, outbox.repository))
      .leftJoin(runs, eq(runs.id, outbox.run))
      .where(sql`${outbox.id} = ${sql.placeholder('effect')} AND ${outbox.state} = 'waiting'`),
);

/** An effect that is not settled yet, with its run where it has one. */
export async function effectSlice(read: Snapshots, effect: string): Promise<EffectSlice | null> {
  const found = await read.first(waitingEffect({ effect }));
  if (found === null) return null;
  // Without a run the join gives its columns all the same, each of them null.
  return found.effect.run === null ? { ...found, run: null } : found;
}
