import { PLANNED_ALREADY, WAITS_ALREADY } from '../../core/commands/approval_texts.ts';
import {
  CLOSED_ISSUE,
  NOT_IN_A_PULL_REQUEST,
  NOT_STARTED_AGAIN,
  runsAlreadyText,
} from '../../core/commands/command_texts.ts';
import type { Occasion } from './occasion.ts';
import { type CommandOutcome, type Order, OVERTAKEN } from './order.ts';
import { startPlan } from './start_plan.ts';

/** `/planwright run`: starts the plan that the issue's body was when the comment was written, with or without the label. */
export async function runCommand(occasion: Occasion, { issue, settings, also }: Order): Promise<CommandOutcome> {
  if (issue.isPull) return { kind: 'told', reply: NOT_IN_A_PULL_REQUEST };
  if (issue.state === 'closed') return { kind: 'told', reply: CLOSED_ISSUE };
  // A comment is told from its repetition by its id, so one of the same second counts.
  const start = { issue, settings, sameTime: 'counts', cause: 'run' } as const;
  const started = await startPlan(occasion, start, { started: also, told: [] });
  switch (started.kind) {
    case 'started':
      return { kind: 'taken' };
    case 'proposed':
      // An edit of the comment that shows it notifies nobody.
      return started.again ? { kind: 'told', reply: WAITS_ALREADY } : { kind: 'taken' };
    case 'planning':
      return started.again ? { kind: 'told', reply: PLANNED_ALREADY } : { kind: 'taken' };
    case 'told':
      // An edit of the comment that says why notifies nobody.
      return started.again ? { kind: 'told', reply: NOT_STARTED_AGAIN } : { kind: 'told' };
    case 'stale':
      return OVERTAKEN;
    case 'runs_already':
      return { kind: 'told', reply: runsAlreadyText(started.run) };
    default:
      return started satisfies never;
  }
}
