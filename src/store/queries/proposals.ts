import { and, eq, getTableColumns, isNotNull, isNull, sql } from '../drizzle.ts';
import { proposals } from '../schema/proposals.ts';
import { select } from './query.ts';

/** The plan of an issue that waits for approval. */
export const proposalOfIssue = select<{ repository: string; issue: number }>()(getTableColumns(proposals), (rows) =>
  rows
    .from(proposals)
    .where(
      and(
        eq(proposals.repository, sql.placeholder('repository')),
        eq(proposals.issue, sql.placeholder('issue')),
        isNull(proposals.run),
      ),
    ),
);

/** The edit of a run's plan that waits for approval. */
export const proposalOfRun = select<{ run: string }>()(getTableColumns(proposals), (rows) =>
  rows.from(proposals).where(and(eq(proposals.run, sql.placeholder('run')), isNotNull(proposals.run))),
);

/** A plan that waits for approval. */
export const proposalById = select<{ proposal: string }>()(getTableColumns(proposals), (rows) =>
  rows.from(proposals).where(eq(proposals.id, sql.placeholder('proposal'))),
);
