import type { RunnerRecord } from '../../core/records.ts';
import { Room } from '../../core/schedule/room.ts';
import { agentMissing, MORE_BUDGET, NEXT_MONTH, NO_ROOM, NO_RUNNER, waitsFor } from '../../core/schedule/waits_for.ts';
import type { Candidate, WaitingRunner } from '../../core/slices.ts';
import { agentRest } from '../../core/text/agent_rest.ts';
import { monthlyUsedText } from '../../core/text/budget_text.ts';
import { partSpent } from '../../core/usage/bounded.ts';
import { monthOf } from '../../core/usage/month_of.ts';
import type { RunView, TaskView } from '../../protocol/views.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { StoredTask } from '../ports/view_reader.ts';
import { isConnected } from './connected_runners.ts';

/** Ready tasks that are looked at one by one. */
const LIMIT = 500;

/** What keeps ready tasks from starting, as things stand. */
type Standing = {
  readonly living: readonly RunnerRecord[];
  /** By task id; without those that no living runner has an agent for, or whose run is full. */
  readonly found: ReadonlyMap<string, string>;
  /** Where all that the repository may use in this month is used, what agents wait for. */
  readonly nextMonth: string | null;
};

/** The tasks of a run in the order of the plan, the ready ones with what they wait for. */
export async function showTasks(deps: ServiceDependencies, run: RunView): Promise<TaskView[]> {
  const tasks = await deps.store.view.tasks(run.id, deps.clock.now());
  if (!tasks.some((task) => task.state === 'ready')) return tasks.map((task) => shown(task, null));
  const standing = await look(deps, run);
  return tasks.map((task) => shown(task, task.state === 'ready' ? whatFor(run, task, standing) : null));
}

function shown({ routing, ...task }: StoredTask, waitsFor: string | null): TaskView {
  return { ...task, agents: task.kind === 'agent' ? routing.agents.map(({ agent }) => agent) : [], waitsFor };
}

async function look({ store, settings, clock }: ServiceDependencies, run: RunView): Promise<Standing> {
  const now = clock.now();
  const living = (await store.view.runners()).filter((runner) => isConnected(runner, now, settings));
  const slice = await store.read.leaseSlice(
    living.map((runner) => runner.id),
    LIMIT,
    { now, aliveSince: now - settings.leaseMs },
  );
  const room = new Room(slice, settings.scheduling, now);
  const found = slice.candidates.map((candidate) => {
    const obstacles = slice.runners.map((waiting) => room.obstacle(candidate, waiting));
    return [candidate.id, waitsFor(candidate, obstacles, soonestRest(room, candidate, slice.runners, now))] as const;
  });
  const monthly = await store.read.repositoryBudget(run.repository.id, now);
  const nextMonth =
    monthly === null || partSpent(monthly) < 1
      ? null
      : `${NEXT_MONTH}: ${monthlyUsedText(monthly, monthOf(now))} are used`;
  return { living, found: new Map(found), nextMonth };
}

/** Why the agent of a task rests, by the runner where it wakes up first; null: it rests nowhere. */
function soonestRest(room: Room, candidate: Candidate, runners: readonly WaitingRunner[], now: number): string | null {
  const resting = runners.flatMap((waiting) => {
    if (room.obstacle(candidate, waiting) !== 'agent_resting') return [];
    const breaker = room.resting(candidate, waiting);
    return breaker === undefined ? [] : [{ breaker, runner: waiting.runner.name }];
  });
  const wakesAt = ({ breaker }: (typeof resting)[number]) => breaker.restsUntil ?? now;
  const [first] = resting.toSorted((left, right) => wakesAt(left) - wakesAt(right));
  return first === undefined ? null : agentRest(first.breaker, first.runner, now);
}

function whatFor(run: RunView, task: StoredTask, { living, found, nextMonth }: Standing): string {
  if (run.state === 'pending') return 'the run to begin';
  if (run.state === 'paused') return 'the run to be resumed';
  if (task.approval === 'before') return 'the question whether it may start';
  if (run.budget?.stage === 'spent' && task.kind === 'agent') return MORE_BUDGET;
  if (nextMonth !== null && task.kind === 'agent') return nextMonth;
  if (living.length === 0) return NO_RUNNER;
  const known = found.get(task.id);
  if (known !== undefined) return known;
  const { agents: wanted } = task.routing;
  const offers = ({ agents }: RunnerRecord) =>
    wanted.length === 0
      ? agents.length > 0
      : agents.some(({ name }) => wanted.some(({ provider }) => provider === name));
  return task.kind === 'agent' && !living.some(offers) ? agentMissing(task.routing) : NO_ROOM;
}
