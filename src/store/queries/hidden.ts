import { HIDDEN_KINDS, type SeenKind } from '../../core/task/hidden_task.ts';
import { sql } from '../drizzle.ts';
import { tasks } from '../schema/tasks.ts';

/** The kinds of hidden tasks, as they stand in a list of SQL. */
export const hiddenKinds = HIDDEN_KINDS.map((kind) => `'${kind}'`).join(', ');

/** That a task is one of those which people see. */
export const isSeen = sql`${tasks.kind} NOT IN (${sql.raw(hiddenKinds)})`;

/** The kind of a task that people see. */
export const seenKind = sql<SeenKind>`${tasks.kind}`;
