import { integer, sqliteTable, text } from '../drizzle.ts';
import { json } from './json_column.ts';

/** Tokens that runners prove themselves with. Revoked ones stay, so that no name ever means another token. */
export const runnerTokens = sqliteTable('runner_tokens', {
  name: text('name').primaryKey(),
  /** SHA-256 of the token, in hex. The token itself is stored nowhere. */
  digest: text('digest').notNull().unique(),
  /** Globs of repositories; null: all. */
  repositories: json<readonly string[]>('repositories'),
  createdAt: integer('created_at').notNull(),
  /** A day in UTC, so that a runner that works writes here once a day. */
  lastUsedOn: text('last_used_on'),
  revokedAt: integer('revoked_at'),
});
