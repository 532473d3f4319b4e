import type { RunRecord, TaskRecord } from '../../core/records.ts';

/** What an event is about: a task of a run, or the run as a whole. */
export type Subject = { readonly run: RunRecord; readonly task: TaskRecord | null };
