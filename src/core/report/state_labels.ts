import type { RunReport } from './run_report.ts';
import { waitsForAnswer } from './waits_for_answer.ts';

/** Labels by which boards and filters find plans. */
export type StateLabel = 'planwright:running' | 'planwright:blocked' | 'planwright:failed';

/** All of them: those that an issue does not earn are taken off. */
export const STATE_LABELS: readonly StateLabel[] = ['planwright:running', 'planwright:blocked', 'planwright:failed'];

/**
 * The labels that the plan's issue earns now. Blocked: it waits for a person before it goes on, in a task or as a whole.
 * Failed: something did not succeed and stays so unless a person acts, even while other tasks go on.
 */
export function stateLabels({ run, tasks }: RunReport): readonly StateLabel[] {
  const blocked =
    run.budget?.stage === 'spent' || tasks.some((task) => task.state === 'blocked' || waitsForAnswer(task));
  const failed = tasks.some((task) => task.state === 'failed' || task.state === 'quarantined');
  switch (run.state) {
    case 'pending':
      return ['planwright:running'];
    case 'running':
      return STATE_LABELS.filter(
        (label) =>
          label === 'planwright:running' ||
          (label === 'planwright:blocked' && blocked) ||
          (label === 'planwright:failed' && failed),
      );
    case 'paused':
      return failed ? ['planwright:blocked', 'planwright:failed'] : ['planwright:blocked'];
    case 'failed':
    case 'quarantined':
      return ['planwright:failed'];
    case 'in_review':
    case 'succeeded':
    case 'canceled':
      return [];
    default:
      return run.state satisfies never;
  }
}
