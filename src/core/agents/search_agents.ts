import type { RunnerRecord } from '../records.ts';
import { type OfferedChoice, offeredOf } from './choose_agent.ts';
import type { AgentIdentity, TaskRouting } from './task_routing.ts';

/** Who could do a task on a runner now, or why nobody could. */
export type AgentSearch =
  | {
      readonly kind: 'found';
      /** At least one; several only of the task's own. */
      readonly free: readonly OfferedChoice[];
      /** The agent that it stands in for; null: they are the task's own. */
      readonly insteadOf: AgentIdentity | null;
    }
  | { readonly kind: 'none'; readonly obstacle: 'agent_not_offered' | 'agent_busy' }
  /** `provider`: that of the first who would do it if it did not rest here. */
  | { readonly kind: 'none'; readonly obstacle: 'agent_resting'; readonly provider: string };

/** How agents stand as things are, for the runner that is asked. */
export type AgentStanding = {
  readonly hasRoom: (choice: OfferedChoice) => boolean;
  readonly rests: (provider: string) => boolean;
  /** It rests on every living runner that offers it. */
  readonly restsEverywhere: (provider: string) => boolean;
};

/**
 * Who could do a task on this runner: those of the task's own agents that are there, awake and have room. One that stands in does
 * it only where all of those are out: they failed at this very task, or rest on every runner. Then each in its turn, and the
 * next only where that is out as well.
 *
 * @param passedOver names of agents that are not asked any more
 */
export function searchAgents(
  runner: Pick<RunnerRecord, 'agents'>,
  { agents: own }: Pick<TaskRouting, 'agents'>,
  passedOver: readonly string[],
  standing: AgentStanding,
): AgentSearch {
  const isPassedOver = ({ agent }: AgentIdentity) => passedOver.includes(agent);
  const isOut = (agent: AgentIdentity) => isPassedOver(agent) || standing.restsEverywhere(agent.provider);
  const isAwake = ({ provider }: AgentIdentity) => !standing.rests(provider);
  const asked = offeredOf(runner, own).filter((choice) => !isPassedOver(choice));
  const awake = asked.filter(isAwake);
  // Who names nobody has the first of them, and no other for want of room.
  const free = (own.length === 0 ? awake.slice(0, 1) : awake).filter(standing.hasRoom);
  if (free.length > 0) return { kind: 'found', free, insteadOf: null };
  if (own.every(isOut)) {
    for (const insteadOf of own) {
      const next = insteadOf.fallback.find((agent) => !isOut(agent));
      const [offered] = next === undefined ? [] : offeredOf(runner, [next]);
      if (offered === undefined) continue;
      if (isAwake(offered) && standing.hasRoom(offered)) return { kind: 'found', free: [offered], insteadOf };
      asked.push(offered);
    }
  }
  const [first] = asked;
  if (first === undefined) return { kind: 'none', obstacle: 'agent_not_offered' };
  if (asked.some(isAwake)) return { kind: 'none', obstacle: 'agent_busy' };
  return { kind: 'none', obstacle: 'agent_resting', provider: first.provider };
}
