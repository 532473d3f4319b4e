import type { Used } from '../../protocol/usage.ts';
import type { AgentSettings } from '../agents/agent_settings.ts';
import type { TaskRouting } from '../agents/task_routing.ts';
import type { VainTick } from '../effects/vain_tick.ts';
import type { ProposalRecord } from '../proposal_record.ts';
import type { UsageHistory } from '../usage/usage_history.ts';

/** All that a plan which waits for approval is shown by. Texts are pure: the same gives the same text. */
export type Preflight = {
  readonly proposal: Pick<ProposalRecord, 'plan' | 'planHash' | 'by'> &
    Partial<Pick<ProposalRecord, 'text'>> & { readonly agents: AgentSettings };
  /** Who may do each task, as the run would settle it. */
  readonly routing: ReadonlyMap<string, TaskRouting>;
  /** Who would do each of an agent's tasks as things stand, by the name under which its history is kept; absent: nobody can say. */
  readonly likely: ReadonlyMap<string, string>;
  /** What attempts used here before. */
  readonly history: readonly UsageHistory[];
  /** What making the plan has used; absent: people wrote it. */
  readonly planning?: Used;
  /** Somebody with permission edited the plan since it was made. */
  readonly isEdited?: true;
  /** The tick that has it shown anew, though it approved nothing. */
  readonly tick?: VainTick;
  /** Names of providers that runners offer now. */
  readonly offered: ReadonlySet<string>;
};
