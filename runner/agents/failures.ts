import { z } from 'zod';
import type { AgentExit, AgentFailure } from './agent_driver.ts';

/** The most of an agent's error output that a failure's message repeats, in UTF-16 code units. */
const COMPLAINT_LIMIT = 2_000;

/** The agent's program ended, or was ended, before its work was over. */
export function endedEarly(agent: string, exit: AgentExit): AgentFailure {
  return complained(`${agent} ended with exit code ${exit.exitCode} before its work was over`, exit);
}

/** A failure that the error output says more of. */
export function complained(message: string, { stderrTail }: Pick<AgentExit, 'stderrTail'>): AgentFailure {
  const complaint = stderrTail.trim().slice(-COMPLAINT_LIMIT);
  return { class: 'agent_error', message: complaint === '' ? message : `${message}: ${complaint}` };
}

/** What an agent that was interrupted came to, whatever it says of it itself. */
export function interrupted(agent: string): AgentFailure {
  return { class: 'canceled', message: `${agent} was interrupted.` };
}

const ApiError = z.object({ error: z.object({ message: z.string().min(1) }) });

/** The words of a failure, where an agent passes on the whole answer of its model's API. */
export function plainWords(message: string): string {
  try {
    return ApiError.safeParse(JSON.parse(message)).data?.error.message ?? message;
  } catch {
    return message;
  }
}
