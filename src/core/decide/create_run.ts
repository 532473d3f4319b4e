import { branchPrefix, FINAL_TASK_KEY } from '../branch_names.ts';
import { type Decision, DecisionBuilder, type Surroundings } from '../changes.ts';
import { rankTasks } from '../plan/analyse_plan.ts';
import type { Plan, PlanTask } from '../plan/plan.ts';
import type { DependencyRecord, RepositoryRecord, RunRecord, TaskRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { integrationLane } from '../run/lanes.ts';

/** What a run is made of. */
export type CreateRun = {
  readonly repository: Omit<RepositoryRecord, 'id'>;
  /** Of a local run; one of an issue is called by its number. */
  readonly name: string;
  /** Number of the plan issue; null: a local run. */
  readonly issue: number | null;
  readonly plan: Plan;
  readonly planHash: string;
  readonly owner: string;
  /** Agent of tasks that name none; null: the runner's first. */
  readonly agent: string | null;
};

/** What is there already. */
export type CreateRunSlice = {
  /** The repository, where it is known already. */
  readonly repository: RepositoryRecord | null;
  /** The newest run of that name in it. */
  readonly previous: Pick<RunRecord, 'sequence'> | null;
};

/**
 * A new run with all its tasks. Tasks without open dependencies are ready at once, but nothing is leased before the run
 * has begun: that is when the effect `begin_run` has found the base and made the integration branch. Refuses a plan with
 * nothing left to do.
 */
export function createRun(slice: CreateRunSlice, input: CreateRun, around: Surroundings): Decision<{ run: string }> {
  const repository = { ...input.repository, id: slice.repository?.id ?? around.newId() };
  const name = input.issue === null ? input.name : String(input.issue);
  const sequence = (slice.previous?.sequence ?? 0) + 1;
  if (input.plan.tasks.every((task) => task.done)) {
    throw new Refusal('already_finished', 'Every task is ticked; there is nothing to do.');
  }
  const runId = around.newId();
  const { tasks, dependencies } = makeTasks(input.plan, runId, around);
  const openTasks = tasks.filter((task) => task.state !== 'succeeded').length;
  const run: RunRecord = {
    id: runId,
    repository: repository.id,
    name,
    sequence,
    state: 'pending',
    reason: null,
    owner: input.owner,
    issue: input.issue,
    finalPull: null,
    planHash: input.planHash,
    base: null,
    baseCommit: null,
    branchPrefix: branchPrefix(name, sequence),
    integrationHead: null,
    concurrency: input.plan.settings.concurrency ?? null,
    defaultAgent: input.agent,
    timeoutMs: input.plan.settings.runTimeoutMs ?? null,
    deadlineAt: null,
    cancel: null,
    openTasks,
    createdAt: around.now,
    startedAt: null,
    endedAt: null,
  };
  return new DecisionBuilder()
    .change(
      { kind: 'save_repository', repository, at: around.now },
      { kind: 'insert_run', run, plan: input.plan, tasks, dependencies },
    )
    .event({
      run: runId,
      body: {
        kind: 'run_created',
        name,
        owner: input.owner,
        planHash: input.planHash,
        tasks: tasks.length,
      },
    })
    .effect(beginRun(run, input.plan.settings.base ?? null, around.newId()))
    .result({ run: runId });
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

function makeTasks(plan: Plan, run: string, around: Surroundings) {
  const specs = [...plan.tasks, ...finalTask(plan)];
  const rank = rankTasks(plan);
  const idOf = new Map(specs.map((spec) => [spec.id, around.newId()]));
  const done = new Set(specs.filter((spec) => spec.done).map((spec) => spec.id));
  const dependencies: DependencyRecord[] = [];
  const tasks = specs.map((spec, position): TaskRecord => {
    for (const dependency of spec.dependencies) {
      dependencies.push({
        run,
        task: known(idOf, spec.id),
        dependsOn: known(idOf, dependency),
        satisfied: done.has(dependency),
      });
    }
    const openDependencies = spec.dependencies.filter((dependency) => !done.has(dependency)).length;
    return {
      id: known(idOf, spec.id),
      run,
      key: spec.id,
      position,
      kind: spec.id === FINAL_TASK_KEY ? 'verification' : spec.work.kind,
      spec,
      state: spec.done ? 'succeeded' : openDependencies === 0 ? 'ready' : 'pending',
      reason: null,
      openDependencies,
      attempts: 0,
      failures: {},
      dueAt: null,
      priority: spec.settings.priority,
      rank: rank.get(spec.id) ?? 0,
      cancel: null,
      commit: null,
      mergeCommit: null,
      pull: null,
      pushed: null,
      outputs: {},
      summary: '',
      endedAt: spec.done ? around.now : null,
    };
  });
  return { tasks, dependencies };
}

/** The verification of the integrated result waits for the tasks that nothing else waits for. */
function finalTask(plan: Plan): readonly PlanTask[] {
  if (plan.settings.verify.length === 0) return [];
  const awaited = new Set(plan.tasks.flatMap((task) => task.dependencies));
  const leaves = plan.tasks.filter((task) => !awaited.has(task.id)).map((task) => task.id);
  const { stepTimeoutMs, timeoutMs } = plan.settings.taskDefaults;
  return [
    {
      id: FINAL_TASK_KEY,
      named: true,
      title: 'Verify the integrated result',
      instructions: '',
      criteria: [],
      after: leaves,
      dependencies: leaves,
      done: false,
      work: { kind: 'agent' },
      settings: {
        files: [],
        locks: [],
        setup: plan.settings.setup,
        verify: plan.settings.verify,
        verifyIn: 'clean',
        retries: 0,
        onFailure: 'skip',
        priority: 0,
        labels: plan.settings.taskDefaults.labels ?? [],
        allowNoChange: true,
        outputs: [],
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(stepTimeoutMs === undefined ? {} : { stepTimeoutMs }),
      },
      ownSettings: {},
      line: 0,
    },
  ];
}

function known(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`The plan refers to the task ${key}, which it does not have.`);
  return id;
}
