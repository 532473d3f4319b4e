import type { ChosenAgent } from '../agents/choose_agent.ts';
import type { AgentSearch } from '../agents/search_agents.ts';
import type { Candidate } from '../decide/slices.ts';
import type { RunnerRecord } from '../records.ts';

/** Why this runner and this agent, for people. `chosen` null: the work is a command. */
export function routingText(
  { routing, passedOver, session }: Pick<Candidate, 'routing' | 'passedOver' | 'session'>,
  chosen: ChosenAgent | null,
  search: AgentSearch | null,
  runner: Pick<RunnerRecord, 'id' | 'name'>,
): string {
  if (chosen === null) return `a command; ${runner.name} had a free slot`;
  const there = `${runner.name} ${session?.runner === runner.id ? 'holds its conversation' : 'had a free slot'}`;
  const insteadOf = search?.kind === 'found' ? search.insteadOf : null;
  if (insteadOf === null) return `${chosen.agent}, ${routing.why}; ${there}`;
  const why = passedOver.includes(insteadOf.agent) ? 'failed at this task' : 'rests';
  return `${chosen.agent}, because ${insteadOf.agent} ${why}; ${there}`;
}
