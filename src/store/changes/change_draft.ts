import { guardedUpdate } from '../client/guard.ts';
import { compile, type Statement } from '../client/statement.ts';
import { build } from '../queries/query.ts';
import { drafts } from '../schema/drafts.ts';
import type { ChangeOf } from './change_of.ts';
import { placeholdersOf } from './placeholders_of.ts';

const insertDraft = compile<ChangeOf<'insert_draft'>['draft']>(build.insert(drafts).values(placeholdersOf(drafts)));

/** What happens to plans that the orchestrator makes. Guards: of an issue none is being made; this one is; it was edited no later. */
export function statementsOfDraft(
  change: ChangeOf<'insert_draft' | 'end_draft' | 'note_draft_edited'>,
): readonly Statement[] {
  switch (change.kind) {
    case 'insert_draft':
      return [{ ...insertDraft(change.draft), guard: 'one_draft' }];
    case 'end_draft': {
      const sql = "UPDATE drafts SET state = 'ended' WHERE id = ? AND state = 'making'";
      return guardedUpdate('draft_being_made', { sql, args: [change.draft] });
    }
    case 'note_draft_edited': {
      const sql = 'UPDATE drafts SET edited_at = ?1 WHERE id = ?2 AND coalesce(edited_at, 0) <= ?1';
      return guardedUpdate('draft_edited_before', { sql, args: [change.at, change.draft] });
    }
    default:
      return change satisfies never;
  }
}
