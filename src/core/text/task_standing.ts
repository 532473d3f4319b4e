import type { TaskState } from '../task/task_state.ts';

/** How a task stands, to be read after its key: `has succeeded`, `is in review`. */
export function taskStanding(state: TaskState): string {
  switch (state) {
    case 'succeeded':
    case 'failed':
      return `has ${state}`;
    case 'skipped':
    case 'canceled':
    case 'quarantined':
      return `was ${state}`;
    case 'pending':
    case 'ready':
    case 'running':
    case 'blocked':
    case 'retrying':
    case 'in_review':
      return `is ${state.replaceAll('_', ' ')}`;
    default:
      return state satisfies never;
  }
}
