import { sql } from '../drizzle.ts';
import { runners } from '../schema/runners.ts';

/** Of a row of `runners`: whether the token that it registered with was revoked since. */
export const isRevoked = sql<0 | 1>`EXISTS (SELECT 1 FROM runner_tokens
  WHERE runner_tokens.name = ${runners.token} ->> 'name' AND runner_tokens.revoked_at IS NOT NULL)`;
