import type { BreakerRecord } from '../../core/breaker/breaker.ts';
import { guardedUpdate } from '../client/guard.ts';
import { compile, type Statement } from '../client/statement.ts';
import { sql } from '../drizzle.ts';
import { build } from '../queries/query.ts';
import { breakers } from '../schema/breakers.ts';
import type { ChangeOf } from './change_of.ts';
import { placeholdersOf } from './placeholders_of.ts';

const { runner: _runner, provider: _provider, ...changing } = placeholdersOf(breakers);
const upsert = compile<BreakerRecord>(
  build
    .insert(breakers)
    .values(placeholdersOf(breakers))
    .onConflictDoUpdate({
      target: [breakers.runner, breakers.provider],
      set: changing,
      setWhere: sql`${breakers.version} = excluded.version - 1`,
    }),
);

/** Guard: the breaker still has the version that was read; 0: there is none. */
export function saveBreaker({ breaker }: ChangeOf<'save_breaker'>): readonly Statement[] {
  return guardedUpdate('breaker_version', upsert({ ...breaker, version: breaker.version + 1 }));
}
