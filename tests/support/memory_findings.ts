import type { FindingChange } from '../../src/core/finding/finding_change.ts';
import type { FindingRecord } from '../../src/core/finding/finding_record.ts';
import { require, type Tables } from './memory_tables.ts';

/** All that was found in a task's work, the oldest first. */
export function findingsOf({ findings }: Tables, task: string): readonly FindingRecord[] {
  return [...findings.values()]
    .filter((row) => row.task === task)
    .toSorted((left, right) => left.foundAt - right.foundAt);
}

/** Tasks whose work is in, or waits to be, and in which something due was found. */
export function tasksToRework({ findings, tasks, runs }: Tables, now: number): readonly string[] {
  const due = [...findings.values()].filter(({ state, dueAt }) => state === 'open' && dueAt <= now);
  return [...new Set(due.map(({ task }) => task))].filter((id) => {
    const task = tasks.get(id);
    const run = runs.get(task?.run ?? '');
    const rests =
      task?.state === 'in_review' ||
      task?.state === 'succeeded' ||
      (task?.state === 'blocked' && task.approval === 'after');
    const goes = run?.state === 'running' || run?.state === 'in_review';
    return rests && goes && task.cancel === null && run.cancel === null;
  });
}

/** Applies one change of findings. */
export function applyToFindings(tables: Tables, change: FindingChange): void {
  const { findings } = tables;
  switch (change.kind) {
    case 'add_findings': {
      const known = new Set(findingsOf(tables, change.task).map(({ key }) => key));
      for (const row of change.findings) if (!known.has(row.key)) findings.set(row.id, row);
      for (const row of findingsOf(tables, change.task)) {
        if (row.state === 'open' && row.attempt === null) findings.set(row.id, { ...row, dueAt: change.dueAt });
      }
      return;
    }
    case 'tell_findings':
      for (const id of change.findings) {
        const row = findings.get(id);
        if (row !== undefined) findings.set(id, { ...row, attempt: row.attempt ?? change.attempt });
      }
      return;
    case 'move_findings':
      for (const id of change.findings) {
        const row = findings.get(id);
        require('findings_in_state', row?.state === change.from);
        if (row !== undefined) findings.set(id, { ...row, state: change.to });
      }
      return;
    case 'release_findings':
      for (const row of findingsOf(tables, change.task)) {
        if (row.state === 'held') findings.set(row.id, { ...row, state: change.to });
      }
      return;
    case 'open_check': {
      const row = findings.get(change.finding);
      require('finding_held', row?.state === 'held');
      if (row !== undefined)
        findings.set(row.id, { ...row, state: 'open', content: change.content, dueAt: change.dueAt });
      return;
    }
    default:
      change satisfies never;
  }
}
