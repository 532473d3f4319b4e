import type { AgentSession } from '../../protocol/agent_session.ts';
import { attemptIsLive } from '../attempt/attempt_state.ts';
import type { Change } from '../changes.ts';
import { type Decision, DecisionBuilder } from '../decision.ts';
import type { AttemptRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { StartSlice } from '../slices.ts';

/** The conversation of a live attempt's agent has this id. Repeating the report changes nothing. */
export function noteSession(
  { attempt, task }: StartSlice,
  input: { readonly runner: string; readonly session: AgentSession },
  now: number,
): Decision<null> {
  if (attempt.runner !== input.runner || !attemptIsLive(attempt.state)) {
    throw new Refusal('attempt_not_current', 'This attempt was given up or belongs to another runner.');
  }
  if (attempt.provider === null)
    throw new Refusal('impossible_report', 'This attempt has no agent, and so no session.');
  const changes = savedSession({ ...attempt, task: task.id }, input.session, now);
  return new DecisionBuilder().change(...changes).result(null);
}

/** What keeps an attempt's conversation; nothing where it has no agent. */
export function savedSession(
  { task, runner, provider, number }: Pick<AttemptRecord, 'task' | 'runner' | 'provider' | 'number'>,
  { id, used }: AgentSession,
  now: number,
): readonly Change[] {
  if (provider === null) return [];
  const session = { task, runner, provider, session: id, used, began: number, attempt: number, updatedAt: now };
  return [{ kind: 'save_session', session }];
}
