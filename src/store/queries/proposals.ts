import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { proposals } from '../schema/proposals.ts';
import { select } from './query.ts';

/** The plan of an issue that waits for approval. */
export const proposalOfIssue = select<{ repository: string; issue: number }>()(getTableColumns(proposals), (rows) =>
  rows
    .from(proposals)
    .where(and(eq(proposals.repository, sql.placeholder('repository')), eq(proposals.issue, sql.placeholder('issue')))),
);

/** A plan that waits for approval. */
export const proposalById = select<{ proposal: string }>()(getTableColumns(proposals), (rows) =>
  rows.from(proposals).where(eq(proposals.id, sql.placeholder('proposal'))),
);
