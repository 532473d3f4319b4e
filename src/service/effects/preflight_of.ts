import { routeTasks } from '../../core/agents/route_task.ts';
import type { TaskRouting } from '../../core/agents/task_routing.ts';
import { asksForTrackRecords } from '../../core/agents/track_record.ts';
import type { PlanTask } from '../../core/plan/plan.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import type { Preflight } from '../../core/report/preflight_facts.ts';
import type { UsageOf } from '../../core/usage/usage_history.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { KnownRunner } from '../ports/view_reader.ts';
import { isConnected } from '../views/connected_runners.ts';

/** The most pairs of agent and role whose history is read. */
const HISTORIES_AT_MOST = 50;

/** How a plan that waits for approval would run, as things stand. */
export async function preflightOf(deps: ServiceDependencies, proposal: ProposalRecord): Promise<Preflight> {
  const { store, clock, settings } = deps;
  const { plan, agents, repository } = proposal;
  const [previous, runners, records] = await Promise.all([
    store.read.newestRun(repository, String(proposal.issue)),
    store.view.runners(),
    asksForTrackRecords(agents) ? store.read.trackRecords(repository) : [],
  ]);
  // As the run that approval makes settles it.
  const turn = proposal.issue + (previous?.sequence ?? 0);
  const routing = routeTasks(plan.tasks, { ...plan, agent: null }, agents, turn, records);
  const living = runners.filter((runner) => isConnected(runner, clock.now(), settings));
  const likely = likelyAgents(plan.tasks, routing, living);
  const wanted = historiesOf(plan.tasks, repository, likely, routing);
  const history = await store.read.usageHistory(wanted.slice(0, HISTORIES_AT_MOST));
  const offered = new Set(living.flatMap((runner) => runner.agents.map(({ name }) => name)));
  const draft = proposal.source === 'orchestrator' ? await store.read.draftOf(repository, proposal.issue) : null;
  const planning = draft === null ? {} : { planning: await store.read.spentByRun(draft.run) };
  const edited = draft === null || draft.editedAt === null ? {} : ({ isEdited: true } as const);
  return { proposal, routing, likely, history, offered, ...planning, ...edited };
}

/** Whoever is asked first; where nobody is named, the first of the runners, if all of them have the same first. */
function likelyAgents(
  tasks: readonly PlanTask[],
  routing: ReadonlyMap<string, TaskRouting>,
  living: readonly KnownRunner[],
): ReadonlyMap<string, string> {
  const firsts = new Set(living.flatMap((runner) => runner.agents.slice(0, 1).map(({ name }) => name)));
  const [common] = firsts.size === 1 ? firsts : [];
  return new Map(
    tasks.flatMap(({ id, work }) => {
      const agent = routing.get(id)?.agents[0]?.agent ?? common;
      return work.kind !== 'agent' || agent === undefined ? [] : [[id, agent] as const];
    }),
  );
}

function historiesOf(
  tasks: readonly PlanTask[],
  repository: string,
  likely: ReadonlyMap<string, string>,
  routing: ReadonlyMap<string, TaskRouting>,
): readonly UsageOf[] {
  const wanted = new Map<string, UsageOf>();
  for (const { id } of tasks) {
    const agent = likely.get(id);
    const role = routing.get(id)?.role;
    if (agent !== undefined && role !== undefined) wanted.set(`${agent}\n${role}`, { repository, agent, role });
  }
  return [...wanted.values()];
}
