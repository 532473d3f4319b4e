import type { AgentOutcome } from '../agents/agent_driver.ts';
import type { Attempt } from './attempt.ts';
import type { EndCause } from './attempt_control.ts';

/** Tells the conversation why the attempt was ended from outside, if it was. */
export function tellInterruption({ control: { cause }, conversation }: Attempt): void {
  if (cause !== undefined) conversation.tell({ kind: 'interrupted', reason: reasonOf(cause) });
}

/** Tells the conversation how the agent's work ended. */
export function tellEnd({ conversation }: Attempt, outcome: AgentOutcome, tellsProgress: boolean): void {
  // An agent that tells nothing while it works says all it has to say at its end.
  if (!tellsProgress && outcome.summary !== '') conversation.tell({ kind: 'message', text: outcome.summary });
  const message = outcome.kind === 'failed' ? `${outcome.class}: ${outcome.message}` : '';
  conversation.tell({ kind: 'ended', outcome: outcome.kind, message });
}

function reasonOf(cause: EndCause): string {
  switch (cause.kind) {
    case 'canceled':
      return cause.reason || 'canceled';
    case 'timed_out':
    case 'blocked':
    case 'idle':
    case 'over_budget':
      return cause.message;
    case 'fenced':
      return 'the service gave the attempt up';
    case 'lease_lost':
      return 'the runner could not reach the service to renew its lease';
    case 'shutdown':
      return 'the runner was shut down';
    default:
      return cause satisfies never;
  }
}
