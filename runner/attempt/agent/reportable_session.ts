import type { AgentSession } from '../../../src/protocol/agent_session.ts';
import { wholeCounts } from './whole_counts.ts';

/** A conversation as it is reported, whatever its agent says that it used. */
export function reportable({ id, used }: AgentSession): AgentSession {
  const { costUsd } = used;
  return {
    id,
    used: {
      ...wholeCounts(used),
      costUsd: costUsd === null || !Number.isFinite(costUsd) ? null : Math.max(0, costUsd),
    },
  };
}
