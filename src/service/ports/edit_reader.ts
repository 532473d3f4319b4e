import type { EditSlice } from '../../core/edit_slice.ts';
import type { PlanEdit } from '../../core/plan_edit.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import type { BudgetReader } from './budget_reader.ts';
import type { DraftReader } from './draft_reader.ts';

/** What is read for edits of the plan of a run. */
export type EditReader = {
  /** A run with its plan and its whole graph: for edits, which are rare. */
  readonly editSlice: (run: string) => Promise<Omit<EditSlice, 'records'> | null>;
  /** The edit of the run's plan that waits for approval. */
  readonly proposedEdit: (run: string) => Promise<ProposalRecord | null>;
  /** The newest edits of the run's plan by people with permission, the newest first. */
  readonly planEdits: (run: string, limit: number) => Promise<readonly PlanEdit[]>;
};

/** What stands beside the reader of slices. */
export type ReaderBeside = BudgetReader & DraftReader & EditReader;
