import type { Amounts } from '../../protocol/usage.ts';
import type { AgentSettings } from '../agents/agent_settings.ts';
import { routeTasks } from '../agents/route_task.ts';
import type { TrackRecord } from '../agents/track_record.ts';
import type { Change } from '../changes.ts';
import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import type { Plan } from '../plan/plan.ts';
import type { RepositoryRecord, RunRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { integrationLane } from '../run/lanes.ts';
import { offerRun, showRun } from '../run/run_effects.ts';
import { makeTasks } from './make_tasks.ts';
import { newRun } from './new_run.ts';

/** What a run is made of. */
export type CreateRun = {
  readonly repository: Omit<RepositoryRecord, 'id'>;
  /** Where the plan came from: an issue, after whose number the run is called, or a file of this machine. */
  readonly source: { readonly issue: number } | { readonly name: string };
  readonly plan: Plan;
  readonly planHash: string;
  /** Who starts it; it belongs to them, unless the plan names another. A login on GitHub. */
  readonly startedBy: string;
  /** Agent of a plan whose own text names none; null: nobody said. */
  readonly agent: string | null;
  /** What the repository says of agents, which holds for the whole run. */
  readonly agents: AgentSettings;
  /** What all plans of the repository may use in a month; null: as much as they need; absent: that is told otherwise. */
  readonly repositoryBudget?: Amounts | null;
};

/** What is there already. */
export type CreateRunSlice = {
  /** The repository, where it is known already. */
  readonly repository: RepositoryRecord | null;
  /** The newest run of that name in it, which has ended. */
  readonly previous: Pick<RunRecord, 'id' | 'sequence' | 'state' | 'finalPull'> | null;
  /** How agents did in the repository, where a rule asks for it. */
  readonly records: readonly TrackRecord[];
};

/**
 * A new run with all its tasks. Tasks without open dependencies are ready at once, but nothing is leased before the run
 * has begun: that is when the effect `begin_run` has found the base and made the integration branch. Refuses a plan with
 * nothing left to do.
 */
export function createRun(slice: CreateRunSlice, input: CreateRun, around: Surroundings): Decision<{ run: string }> {
  const repository = { ...input.repository, id: slice.repository?.id ?? around.newId() };
  const issue = 'issue' in input.source ? input.source.issue : null;
  const name = 'issue' in input.source ? String(input.source.issue) : input.source.name;
  const sequence = (slice.previous?.sequence ?? 0) + 1;
  // A local plan that is all ticked is a run that has succeeded; on GitHub it would be a comment nobody needs.
  if (issue !== null && input.plan.tasks.every((task) => task.done)) {
    throw new Refusal('already_finished', 'Every task is ticked; there is nothing to do.');
  }
  const runId = around.newId();
  const routed = { ...input.plan, agent: input.agent };
  const routing = routeTasks(input.plan.tasks, routed, input.agents, (issue ?? 0) + sequence - 1, slice.records);
  const { tasks, dependencies } = makeTasks(input.plan, runId, around, routing);
  const run = newRun(
    {
      ...{ id: runId, repository: repository.id, name, sequence, issue, planHash: input.planHash },
      owner: input.plan.settings.owner ?? input.startedBy,
      openTasks: tasks.filter((task) => task.state !== 'succeeded').length,
      createdAt: around.now,
    },
    input.plan.settings,
  );
  return new DecisionBuilder()
    .change(
      { kind: 'save_repository', repository, at: around.now },
      ...keepingBudget(repository.id, input.repositoryBudget),
      { kind: 'insert_run', run, plan: input.plan, agents: input.agents, tasks, dependencies },
    )
    .event({
      run: runId,
      body: {
        kind: 'run_created',
        name,
        owner: run.owner,
        by: input.startedBy,
        planHash: input.planHash,
        tasks: tasks.length,
      },
    })
    .effect(beginRun(run, input.plan.settings.base ?? null, around.newId()))
    .effect(...(issue === null || slice.previous === null ? [] : tellOvertaken(slice.previous, around)))
    .result({ run: runId });
}

function keepingBudget(repository: string, budget: Amounts | null | undefined): readonly Change[] {
  return budget === undefined ? [] : [{ kind: 'keep_repository_budget', repository, budget }];
}

/** What the run before asks people for would be done to the new one: it is shown once more, without. */
function tellOvertaken(
  { id, state, finalPull }: NonNullable<CreateRunSlice['previous']>,
  around: Surroundings,
): readonly NewEffect[] {
  const offered = finalPull === null || state === 'succeeded' ? [] : [offerRun(id, around.newId())];
  return [showRun(id, around.newId()), ...offered];
}

/** The effect that starts a run; `base` null means the repository's own default. */
export function beginRun(run: Pick<RunRecord, 'id' | 'branchPrefix'>, base: string | null, id: string) {
  return {
    id,
    run: run.id,
    lane: integrationLane(run.id),
    effect: { kind: 'begin_run', branchPrefix: run.branchPrefix, base },
  } as const;
}
