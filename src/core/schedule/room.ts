import { type ChosenAgent, chooseAgent, type OfferedChoice } from '../agents/choose_agent.ts';
import type { ProviderStanding } from '../agents/rank_agents.ts';
import { type AgentSearch, searchAgents } from '../agents/search_agents.ts';
import type { SeenBreaker } from '../breaker/resting.ts';
import type { RunnerRecord } from '../records.ts';
import { serves } from '../runner/serves.ts';
import type { Candidate, LeaseSlice, WaitingRunner } from '../slices.ts';
import { isAgents } from '../task/hidden_task.ts';
import { BudgetRoom, type Grant } from './budget_room.ts';
import { Counts } from './counts.ts';
import { isLeftToAnother } from './head_start.ts';
import { InUse } from './in_use.ts';
import type { Obstacle } from './obstacle.ts';
import { orderAgents } from './order_agents.ts';
import { routingText } from './routing_text.ts';
import type { SchedulingLimits } from './scheduling_limits.ts';
import { WatchedAgents } from './watched_agents.ts';

/** A task that is handed out, and to which agent. */
export type Pick = {
  readonly candidate: Candidate;
  /** null: the work is a command. */
  readonly agent: ChosenAgent | null;
  /** The open breaker of the agent that the task tries out; null: there is none. */
  readonly probes: SeenBreaker | null;
  /** What it gets of budgets. */
  readonly grant: Grant;
  /** Why this runner and agent, for people. */
  readonly routing: string;
};

/** What is still free while picking goes on, over all runners that are served together. */
export class Room {
  readonly #slice: LeaseSlice;
  readonly #limits: SchedulingLimits;
  readonly #load = new Counts();
  readonly #taken = new Set<string>();
  readonly #repositories: Counts;
  readonly #running: Counts;
  readonly #inUse: InUse;
  readonly #agents: WatchedAgents;
  readonly #budgets: BudgetRoom;
  readonly #now: number;
  #service: number;

  /** @param now epoch milliseconds */
  constructor(slice: LeaseSlice, limits: SchedulingLimits, now: number) {
    this.#budgets = new BudgetRoom(slice);
    this.#agents = new WatchedAgents(slice, now);
    this.#now = now;
    this.#slice = slice;
    this.#limits = limits;
    this.#service = slice.serviceLoad;
    for (const { runner, load } of slice.runners) {
      for (const [agent, busy] of Object.entries(load)) this.#load.add([runner.id, agent], busy);
    }
    this.#repositories = new Counts(slice.repositoryLoad);
    this.#running = new Counts(
      Object.fromEntries(Object.entries(slice.runs).map(([run, { running }]) => [run, running])),
    );
    this.#inUse = new InUse(slice);
  }

  /** Those that nobody was given yet. */
  get candidates(): readonly Candidate[] {
    return this.#slice.candidates.filter((candidate) => !this.#taken.has(candidate.id));
  }

  /** What keeps the candidate from being handed to this runner now; null: nothing does. */
  obstacle(candidate: Candidate, waiting: WaitingRunner): Obstacle | null {
    const { runner } = waiting;
    const full = candidate.slot === 'task' ? this.#whatIsFull(candidate) : null;
    if (full !== null) return full;
    const grant = this.#budgets.grant(candidate);
    if (typeof grant === 'string') return grant;
    if (!serves(runner, candidate.repositoryName)) return 'repository_not_served';
    if (!candidate.labels.every((label) => runner.labels.includes(label))) return 'label_missing';
    if (isAgents(candidate.kind)) {
      const search = this.#search(candidate, waiting);
      if (search.kind === 'none') return search.obstacle;
    }
    const used = this.#inUse.obstacle(candidate);
    if (used !== null) return used;
    const rests = (holder: string, provider: string) => this.#agents.rests(holder, provider);
    const isLeft = isLeftToAnother(candidate.session, runner.id, this.#limits.headStartMs, this.#now, rests);
    return isLeft ? 'held_for_session' : null;
  }

  /** The bounds count tasks: an orchestrator is what these wait for, and bounded by the slot that each runner keeps for it. */
  #whatIsFull({ run, repository }: Candidate): Obstacle | null {
    const bound = this.#slice.runs[run]?.concurrency ?? null;
    if (this.#service >= this.#limits.serviceConcurrency) return 'service_busy';
    if (this.#repositories.of(repository) >= this.#limits.repositoryConcurrency) return 'repository_busy';
    return bound !== null && this.#running.of(run) >= bound ? 'run_busy' : null;
  }

  /** What keeps the agent that the candidate would get on this runner from working; undefined: it does not rest. */
  resting(candidate: Candidate, waiting: WaitingRunner): SeenBreaker | undefined {
    const search = this.#search(candidate, waiting);
    if (search.kind === 'found' || search.obstacle !== 'agent_resting') return undefined;
    return this.#agents.breaker(waiting.runner.id, search.provider);
  }

  take(candidate: Candidate, waiting: WaitingRunner): Pick {
    const { runner } = waiting;
    this.#taken.add(candidate.id);
    const search = isAgents(candidate.kind) ? this.#search(candidate, waiting) : null;
    const found =
      search?.kind === 'found'
        ? orderAgents(search, candidate, runner, (choice) => this.#standing(choice, runner))
        : null;
    const agent = found === null ? null : chooseAgent(candidate.routing, found);
    const probes = agent === null ? null : this.#agents.take(runner.id, agent.provider);
    if (candidate.slot === 'task') {
      this.#service += 1;
      this.#repositories.add([candidate.repository]);
      this.#running.add([candidate.run]);
      this.#load.add([runner.id, agent?.provider ?? '']);
    }
    this.#inUse.take(candidate);
    return {
      candidate,
      agent,
      probes,
      grant: this.#budgets.take(candidate),
      routing: routingText(candidate, agent, found, runner),
    };
  }

  #standing({ provider, slots }: OfferedChoice, runner: RunnerRecord): ProviderStanding {
    const busy = this.#load.of(runner.id, provider);
    return { busy, slots: slots ?? runner.slots, openings: this.#agents.breaker(runner.id, provider)?.openings ?? 0 };
  }

  #search({ routing, passedOver, slot }: Candidate, { runner }: WaitingRunner): AgentSearch {
    return searchAgents(runner, routing, passedOver, {
      hasRoom: ({ provider, slots }) =>
        slot === 'orchestrator' || slots === undefined || this.#load.of(runner.id, provider) < slots,
      rests: (provider) => this.#agents.rests(runner.id, provider),
      restsEverywhere: (provider) => this.#agents.restsEverywhere(provider),
    });
  }
}
