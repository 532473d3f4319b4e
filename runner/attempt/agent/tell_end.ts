import type { AgentOutcome } from '../../agents/agent_driver.ts';
import type { Attempt } from '../attempt.ts';
import type { EndCause } from '../attempt_control.ts';

/** Tells the conversation why the agent did not come to its end by itself, if so: the attempt was ended, or has to wait for people. */
export function tellInterruption({ control: { cause }, questions, conversation }: Attempt): void {
  const reason = cause === undefined ? questions.waitsFor : reasonOf(cause);
  if (reason !== undefined) conversation.tell({ kind: 'interrupted', reason });
}

/** Tells the conversation how the agent's work ended, unless it was told to stop for a question. */
export function tellEnd({ conversation, questions }: Attempt, outcome: AgentOutcome, tellsProgress: boolean): void {
  // An agent that tells nothing while it works says all it has to say at its end.
  if (!tellsProgress && outcome.summary !== '') conversation.tell({ kind: 'message', text: outcome.summary });
  if (questions.waitsFor !== undefined) return;
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
