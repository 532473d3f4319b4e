import { ANY_AGENT, type TaskRouting } from '../agents/task_routing.ts';
import { FINAL_TASK_KEY } from '../branch_names.ts';
import type { Surroundings } from '../decision.ts';
import { rankTasks } from '../plan/analyse_plan.ts';
import type { Plan, PlanTask } from '../plan/plan.ts';
import type { DependencyRecord, TaskRecord } from '../records.ts';
import { firstApproval } from './approval.ts';

/** What a plan's tasks are as rows of a new run. */
export type NewTasks = { readonly tasks: readonly TaskRecord[]; readonly dependencies: readonly DependencyRecord[] };

/** The tasks of a new run with what each waits for; the last may be the verification of the integrated result. */
export function makeTasks(
  plan: Plan,
  run: string,
  around: Surroundings,
  routing: ReadonlyMap<string, TaskRouting>,
): NewTasks {
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
    return newTask({
      id: known(idOf, spec.id),
      run,
      spec,
      position,
      routing: routing.get(spec.id) ?? ANY_AGENT,
      state: spec.done ? 'succeeded' : firstState(spec, openDependencies),
      openDependencies,
      rank: rank.get(spec.id) ?? 0,
      endedAt: spec.done ? around.now : null,
    });
  });
  return { tasks, dependencies };
}

/** Where a task stands that is not done: one that waits for an issue is never ready, whatever comes before it. */
export function firstState({ work }: Pick<PlanTask, 'work'>, openDependencies: number): 'ready' | 'pending' {
  return openDependencies === 0 && work.kind !== 'issue' ? 'ready' : 'pending';
}

/** What a new task is by its plan and its place in it; `kind`: where that does not say it. */
type TaskInPlan = Pick<
  TaskRecord,
  'id' | 'run' | 'spec' | 'position' | 'routing' | 'state' | 'openDependencies' | 'rank' | 'endedAt'
> &
  Partial<Pick<TaskRecord, 'kind' | 'reason' | 'dueAt'>>;

/** The row of a task that nothing has happened to. */
export function newTask({ kind, reason = null, dueAt = null, ...task }: TaskInPlan): TaskRecord {
  return {
    ...task,
    key: task.spec.id,
    kind: kind ?? kindOf(task.spec),
    reason,
    attempts: 0,
    failures: {},
    passedOver: [],
    dueAt,
    priority: task.spec.settings.priority,
    cancel: null,
    commit: null,
    mergeCommit: null,
    pull: null,
    pushed: null,
    takeover: null,
    approval: task.spec.work.kind === 'issue' ? null : firstApproval(task.spec.settings),
    approvedCommit: null,
    checked: null,
    outputs: {},
    summary: '',
  };
}

/** Who does a task: the run's own verification is known by its key, which no other may have. */
export function kindOf(spec: Pick<PlanTask, 'id' | 'work'>): TaskRecord['kind'] {
  return spec.id === FINAL_TASK_KEY ? 'verification' : spec.work.kind;
}

/** The verification of the integrated result waits for the tasks that nothing else waits for. */
export function finalTask(plan: Plan): readonly PlanTask[] {
  const { verifyByPath } = plan.settings;
  if (plan.settings.verify.length === 0 && verifyByPath === undefined) return [];
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
        ...(verifyByPath === undefined ? {} : { verifyByPath }),
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
