import type { Change } from '../../src/core/changes.ts';
import type { DraftRecord } from '../../src/core/draft_record.ts';
import { require, type Tables } from './memory_tables.ts';

type OfDrafts = Extract<Change, { readonly kind: 'insert_draft' | 'end_draft' | 'note_draft_edited' }>;

/** The newest of an issue. */
export function draftOf({ drafts }: Tables, repository: string, issue: number): DraftRecord | null {
  const all = [...drafts.values()].filter((row) => row.repository === repository && row.issue === issue);
  return all.toSorted((left, right) => right.createdAt - left.createdAt || (left.id < right.id ? 1 : -1))[0] ?? null;
}

export function draftOfTask({ drafts }: Tables, task: string): DraftRecord | null {
  return [...drafts.values()].find((row) => row.task === task) ?? null;
}

/** Applies one change of plans that the orchestrator makes. */
export function applyToDrafts(tables: Tables, change: OfDrafts): void {
  const { drafts } = tables;
  switch (change.kind) {
    case 'insert_draft': {
      const { draft } = change;
      const isMade = [...drafts.values()].some(
        (row) => row.state === 'making' && row.repository === draft.repository && row.issue === draft.issue,
      );
      require('one_draft', !isMade);
      drafts.set(draft.id, draft);
      return;
    }
    case 'end_draft': {
      const row = drafts.get(change.draft);
      require('draft_being_made', row?.state === 'making');
      if (row) drafts.set(row.id, { ...row, state: 'ended' });
      return;
    }
    case 'note_draft_edited': {
      const row = drafts.get(change.draft);
      require('draft_edited_before', row !== undefined && (row.editedAt ?? 0) <= change.at);
      if (row) drafts.set(row.id, { ...row, editedAt: change.at });
      return;
    }
    default:
      change satisfies never;
  }
}
