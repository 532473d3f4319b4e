import type { RunnerRecord } from '../../core/records.ts';
import { compile, type Statement } from '../client/statement.ts';
import { build } from '../queries/query.ts';
import { runners } from '../schema/runners.ts';
import type { ChangeOf } from './change_of.ts';
import { placeholdersOf } from './placeholders_of.ts';

const { id: _id, ...changing } = placeholdersOf(runners);
const upsertRunner = compile<RunnerRecord>(
  build.insert(runners).values(placeholdersOf(runners)).onConflictDoUpdate({ target: runners.id, set: changing }),
);

/** Unguarded: the newest introduction of a runner counts. */
export function saveRunner({ runner }: ChangeOf<'save_runner'>): Statement {
  return upsertRunner(runner);
}

/** Unguarded, and never backwards. */
export function seeRunner({ runner, at }: ChangeOf<'see_runner'>): Statement {
  return { sql: 'UPDATE runners SET seen_at = max(seen_at, ?) WHERE id = ?', args: [at, runner] };
}
