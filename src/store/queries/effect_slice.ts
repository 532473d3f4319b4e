import { eq, sql } from 'drizzle-orm';
import type { EffectSlice } from '../../core/decide/slices.ts';
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
      .innerJoin(runs, eq(runs.id, outbox.run))
      .innerJoin(repositories, eq(repositories.id, runs.repository))
      .where(sql`${outbox.id} = ${sql.placeholder('effect')} AND ${outbox.state} = 'waiting'`),
);

/** An effect that is not settled yet, with its run. */
export function effectSlice(read: Snapshots, effect: string): Promise<EffectSlice | null> {
  return read.first(waitingEffect({ effect }));
}
