import type { TaskRouting } from '../agents/task_routing.ts';
import type { Candidate } from '../slices.ts';
import type { Obstacle } from './obstacle.ts';

/** The next runner with room takes it. */
export const FREE_SLOT = 'a free slot';
/** Nobody is there to do it. */
export const NO_RUNNER = 'a runner: none is connected';
/** Its run, repository or the service is full, or so many tasks wait that it was not looked at. */
export const NO_ROOM = 'another task: as many as may are at work';

/** All that its run may use is used. */
export const MORE_BUDGET = 'more budget';

/** All that the plans of its repository may use in this month is used. */
export const NEXT_MONTH = 'the next month, or more `repository-budget`';

/** All attempts of its agent that its runner does at once are at work. */
const FREE_AGENT = 'a free slot of its agent';

/** Whether what a task waits for comes about by the work that goes on, so that nobody has to be told. */
export function passesByWork(waitsFor: string): boolean {
  return waitsFor === FREE_SLOT || waitsFor === FREE_AGENT || waitsFor.startsWith('another task');
}

/** No runner offers the agent that it needs. */
export function agentMissing({ agents }: Pick<TaskRouting, 'agents'>): string {
  return `a runner that offers ${agents.length === 0 ? 'an agent' : agentNames(agents)}`;
}

/** Agents by name, with the provider of each that is called otherwise. */
export function agentNames(agents: TaskRouting['agents']): string {
  const names = agents.map(({ agent, provider }) =>
    agent === provider ? `\`${agent}\`` : `\`${agent}\` (provider \`${provider}\`)`,
  );
  return `the agent ${names.join(' or ')}`;
}

/** What keeps a ready task from starting, from what people can mend at once to what passes by itself. */
const GRAVEST_FIRST: readonly Obstacle[] = [
  'repository_not_served',
  'agent_not_offered',
  'label_missing',
  'files_in_use',
  'lock_held',
  'budget_spent',
  'repository_budget_spent',
  'budget_kept',
  'run_busy',
  'repository_busy',
  'service_busy',
  'agent_resting',
  'agent_busy',
  'held_for_session',
];

/**
 * What a ready task waits for, to be read after "waits for".
 *
 * @param obstacles what each living runner says to it; null where one would take it as soon as it has a free slot
 * @param rest why its agent rests and until when, where it rests on one of them
 */
export function waitsFor(candidate: Candidate, obstacles: readonly (Obstacle | null)[], rest: string | null): string {
  if (obstacles.length === 0) return NO_RUNNER;
  if (obstacles.includes(null)) return FREE_SLOT;
  // The runner that comes nearest to taking it says what is missing.
  const least = GRAVEST_FIRST.findLast((obstacle) => obstacles.includes(obstacle)) ?? 'service_busy';
  return least === 'agent_resting' && rest !== null ? rest : textOf(least, candidate);
}

function textOf(obstacle: Obstacle, { routing, labels, locks, session }: Candidate): string {
  switch (obstacle) {
    case 'repository_not_served':
      return 'a runner that serves this repository';
    case 'agent_not_offered':
      return agentMissing(routing);
    case 'label_missing':
      return `a runner with ${labels.length === 1 ? 'the label' : 'the labels'} ${quoted(labels)}`;
    case 'files_in_use':
      return 'another task that is about the same files';
    case 'lock_held':
      return `another task that holds ${locks.length === 1 ? '' : 'one of '}${quoted(locks)}`;
    case 'run_busy':
    case 'repository_busy':
    case 'service_busy':
      return NO_ROOM;
    case 'budget_spent':
      return MORE_BUDGET;
    case 'repository_budget_spent':
      return NEXT_MONTH;
    case 'budget_kept':
      return 'another task: what is left of the budget is kept for those at work';
    case 'agent_resting':
      return 'its agent, which rests';
    case 'agent_busy':
      return FREE_AGENT;
    case 'held_for_session':
      return `\`${session?.name ?? 'the runner'}\`, which holds its conversation`;
    default:
      return obstacle satisfies never;
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
