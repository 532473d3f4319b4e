import type { Approval, TaskSettings } from '../plan/plan.ts';

/** What a task with these settings waits for from the start; null: nothing. */
export function firstApproval({ approve = [] }: Pick<TaskSettings, 'approve'>): Approval | null {
  return approve.includes('before') ? 'before' : null;
}

/** Whether verified work of a task with these settings waits for a person. */
export function wantsApproval({ approve = [] }: Pick<TaskSettings, 'approve'>): boolean {
  return approve.includes('after');
}
