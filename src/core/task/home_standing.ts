import type { RunRecord, TaskRecord } from '../records.ts';
import { taskHasEnded } from './task_state.ts';

/**
 * Whether a task may go on in the HOMEs that runners keep for it: `needed`, it has not ended; `over`, it is done for good;
 * `maybe`, it ended badly, and a person may retry it.
 */
export function homeStanding(
  task: Pick<TaskRecord, 'state' | 'kind'>,
  run: Pick<RunRecord, 'state'>,
): 'needed' | 'over' | 'maybe' {
  if (run.state === 'succeeded') return 'over';
  // The run's own verification is done again once something else is offered.
  if (task.kind === 'verification' || !taskHasEnded(task.state)) return 'needed';
  return task.state === 'succeeded' ? 'over' : 'maybe';
}
