import { guardedUpdate } from '../client/guard.ts';
import { compile, type Statement } from '../client/statement.ts';
import { build } from '../queries/query.ts';
import { proposals } from '../schema/proposals.ts';
import type { ChangeOf } from './change_of.ts';
import { placeholdersOf } from './placeholders_of.ts';

type ProposalChange = ChangeOf<'save_proposal' | 'end_proposal' | 'note_proposal_shown'>;

const insertProposal = compile<ChangeOf<'save_proposal'>['proposal']>(
  build.insert(proposals).values(placeholdersOf(proposals)),
);

/** What happens to plans that wait for approval. */
export function statementsOfProposal(change: ProposalChange): readonly Statement[] {
  switch (change.kind) {
    case 'save_proposal':
      return [
        ...(change.replaces === null ? [] : endProposal(change.replaces)),
        { ...insertProposal(change.proposal), guard: 'one_proposal' },
      ];
    case 'end_proposal':
      return endProposal(change.proposal);
    case 'note_proposal_shown':
      return [
        {
          sql: 'UPDATE proposals SET shown_at = ? WHERE id = ? AND shown_at IS NULL',
          args: [change.at, change.proposal],
        },
      ];
    default:
      return change satisfies never;
  }
}

/** Guard: it still waits. */
function endProposal(id: string): readonly Statement[] {
  return guardedUpdate('proposal_waits', { sql: 'DELETE FROM proposals WHERE id = ?', args: [id] });
}
