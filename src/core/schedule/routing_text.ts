import type { ChosenAgent } from '../agents/choose_agent.ts';
import type { RunnerRecord } from '../records.ts';
import type { Candidate } from '../slices.ts';
import type { OrderedAgents } from './order_agents.ts';

/** Why this runner and this agent, for people. `chosen` null: the work is a command. */
export function routingText(
  { routing, passedOver, session, slot }: Pick<Candidate, 'routing' | 'passedOver' | 'session' | 'slot'>,
  chosen: ChosenAgent | null,
  found: OrderedAgents | null,
  runner: Pick<RunnerRecord, 'id' | 'name'>,
): string {
  if (chosen === null) return `a command; ${runner.name} had a free slot`;
  const holds = session?.runner === runner.id && session.provider === chosen.provider;
  const room = slot === 'orchestrator' ? 'keeps a slot for orchestrators' : 'had a free slot';
  const there = `${runner.name} ${holds ? 'holds its conversation' : room}`;
  const insteadOf = found?.insteadOf ?? null;
  const rank = found?.why === undefined ? '' : `, ${found.why}`;
  if (insteadOf === null) return `${chosen.agent}, ${routing.why}${rank}; ${there}`;
  const why = passedOver.includes(insteadOf.agent) ? 'failed at this task' : 'rests';
  return `${chosen.agent}, because ${insteadOf.agent} ${why}; ${there}`;
}
