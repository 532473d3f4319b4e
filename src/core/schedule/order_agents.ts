import type { OfferedChoice } from '../agents/choose_agent.ts';
import { type ProviderStanding, rankAgents, rankText } from '../agents/rank_agents.ts';
import type { AgentSearch } from '../agents/search_agents.ts';
import type { RunnerRecord } from '../records.ts';
import type { Candidate } from '../slices.ts';

/** Who could do a task, the one that does it first. */
export type OrderedAgents = Omit<Extract<AgentSearch, { kind: 'found' }>, 'kind'> & {
  /** Why the first is first, for people; absent: it stands first in its rule, or it is its turn. */
  readonly why?: string;
};

/**
 * Brings those who have room for a task into the order that its rule asks for. Whoever holds the task's conversation on this
 * runner goes first: it need not be told again what was said.
 */
export function orderAgents(
  { free, insteadOf }: OrderedAgents,
  { routing, session }: Pick<Candidate, 'routing' | 'session'>,
  runner: Pick<RunnerRecord, 'id'>,
  standingOf: (choice: OfferedChoice) => ProviderStanding,
): OrderedAgents {
  const own = session?.runner === runner.id ? free.find(({ provider }) => provider === session.provider) : undefined;
  if (own !== undefined) return { free: [own, ...free.filter((choice) => choice !== own)], insteadOf };
  if (free.length < 2 || routing.strategy !== 'auto') return { free, insteadOf };
  const ranked = rankAgents(free, standingOf);
  const [best] = ranked;
  return best === undefined
    ? { free, insteadOf }
    : { free: ranked, insteadOf, why: rankText(best, standingOf(best), ranked.length) };
}
