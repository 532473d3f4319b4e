import { orchestratorRouting } from '../agents/orchestrator.ts';
import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import type { DraftRecord } from '../draft_record.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import type { Plan } from '../plan/plan.ts';
import type { RepositoryRecord, RunRecord } from '../records.ts';
import { integrationLane } from '../run/lanes.ts';
import { makeHiddenTask } from './make_hidden_task.ts';
import { newRun } from './new_run.ts';

/** How long a runner may take to have a place for the orchestrator, in milliseconds. */
export const PLANNING_PLACE_MS = 3_600_000;
/** The longest that one of its attempts may take, in milliseconds. */
const PLAN_WITHIN_MS = 1_800_000;
/** What all of them together may cost, in millionths of a US dollar. */
const PLAN_COST_MICROS = 5_000_000;

/** A plan that is asked for: the issue as the event showed it, by whom, and what settings files say. */
export type PlanningAsked = Pick<DraftRecord, 'issue' | 'title' | 'body' | 'by' | 'settings'>;

/** What there is already: the number of the last run that made a plan of the issue, all of which have ended. */
export type PlanningSlice = {
  readonly repository: RepositoryRecord;
  readonly previous: Pick<RunRecord, 'sequence'> | null;
};

/**
 * Has the orchestrator make a plan of an issue: a run of its own, without branches, pull requests or anything of the issue's own runs,
 * whose one task nobody sees. null: nobody is configured as the orchestrator.
 */
export function beginPlanning(
  { repository, previous }: PlanningSlice,
  asked: PlanningAsked,
  around: Surroundings,
): Decision<{ readonly run: string }> | null {
  const routing = orchestratorRouting(asked.settings);
  if (routing === null) return null;
  const { issue, title, body, by, settings } = asked;
  const run = newRun({
    id: around.newId(),
    repository: repository.id,
    name: planningName(issue),
    sequence: (previous?.sequence ?? 0) + 1,
    owner: by,
    issue: null,
    planHash: '',
    // It ends together with its task, and not by having none.
    openTasks: 1,
    createdAt: around.now,
  });
  const task = makeHiddenTask({
    id: around.newId(),
    run: run.id,
    key: '_plan',
    kind: 'planning',
    title,
    instructions: body,
    routing,
    timeoutMs: PLAN_WITHIN_MS,
    maxCostMicros: PLAN_COST_MICROS,
    dueAt: around.now + PLANNING_PLACE_MS,
  });
  const { planDefaults, ...agents } = settings;
  const draft: DraftRecord = {
    id: around.newId(),
    repository: repository.id,
    issue,
    run: run.id,
    task: task.id,
    title,
    body,
    by,
    settings,
    state: 'making',
    editedAt: null,
    createdAt: around.now,
  };
  return new DecisionBuilder()
    .change(
      { kind: 'save_repository', repository, at: around.now },
      { kind: 'insert_run', run, plan: noPlan(title), agents, tasks: [task], dependencies: [] },
      { kind: 'insert_draft', draft },
    )
    .event({
      run: run.id,
      body: { kind: 'run_created', name: run.name, owner: by, by, planHash: '', tasks: 0 },
    })
    .effect(begin(run, planDefaults.base ?? null, around.newId()))
    .result({ run: run.id });
}

/** What runs that make plans of an issue are called; they are no runs of the issue. */
export function planningName(issue: number): string {
  return `${issue}-planning`;
}

function noPlan(title: string): Plan {
  const settings = { merge: 'integration', verify: [], setup: [], headings: [], taskDefaults: {} } as const;
  return { title, context: '', settings, groups: [], tasks: [] };
}

function begin(run: RunRecord, base: string | null, id: string): NewEffect {
  return { id, run: run.id, lane: integrationLane(run.id), effect: { kind: 'begin_planning', base } };
}
