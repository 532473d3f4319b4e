import type { AgentSession } from '../../src/protocol/agent_session.ts';

/** Numbers of an agent's own may be none; one that is no number must not cost the attempt its report. */
export function reportable({ id, used }: AgentSession): AgentSession {
  const whole = (value: number) => (Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0);
  const { costUsd } = used;
  return {
    id,
    used: {
      inputTokens: whole(used.inputTokens),
      cachedTokens: whole(used.cachedTokens),
      outputTokens: whole(used.outputTokens),
      costUsd: costUsd === null || !Number.isFinite(costUsd) ? null : Math.max(0, costUsd),
    },
  };
}
