import type { PlanTask } from '../../src/core/plan/plan.ts';
import type { ScriptedPlan, TaskScript } from './random_plan.ts';

export type ExpectedOutcome = {
  readonly run: 'succeeded' | 'failed';
  /** State of each task by its id; `plan` is the final verification. */
  readonly tasks: Readonly<Record<string, TaskEnd | readonly TaskEnd[]>>;
};

/** How a task ends; several where chance decides what comes first. */
type TaskEnd = 'succeeded' | 'failed' | 'skipped' | 'canceled';

/** What a person who reads the plan and the scripts would say comes out, as long as nobody interferes. */
export function expectedOutcome({ plan, scripts, beginRefused }: ScriptedPlan): ExpectedOutcome {
  const final = plan.settings.verify.length > 0 ? [{ id: 'plan', waitsFor: leaves(plan.tasks) }] : [];
  if (beginRefused) {
    const named = plan.tasks.map(({ id, done, work }): [string, TaskEnd | readonly TaskEnd[]] => {
      // An issue may be closed before it is known that nothing can begin.
      if (work.kind === 'issue' && !done) return [id, ['succeeded', 'canceled']];
      return [id, done ? 'succeeded' : 'canceled'];
    });
    const rest = final.map(({ id }) => [id, 'canceled'] as const);
    return { run: 'failed', tasks: Object.fromEntries([...named, ...rest]) };
  }
  const states = new Map<string, TaskEnd>();
  const tolerated = new Set(plan.tasks.filter((task) => task.settings.onFailure === 'continue').map((task) => task.id));
  const inTheWay = (id: string) => {
    const state = states.get(id);
    return state === 'skipped' || (state === 'failed' && !tolerated.has(id));
  };
  for (const task of plan.tasks) {
    if (task.done || task.work.kind === 'issue') states.set(task.id, 'succeeded');
    else if (task.dependencies.some(inTheWay)) states.set(task.id, 'skipped');
    else states.set(task.id, play(task, scripts.get(task.id)));
  }
  for (const { id, waitsFor } of final) states.set(id, waitsFor.some(inTheWay) ? 'skipped' : 'succeeded');
  const failed = [...states].some(([id, state]) => state === 'failed' && !tolerated.has(id));
  return { run: failed ? 'failed' : 'succeeded', tasks: Object.fromEntries(states) };
}

function leaves(tasks: readonly PlanTask[]): readonly string[] {
  return tasks.filter(({ id }) => !tasks.some((other) => other.dependencies.includes(id))).map(({ id }) => id);
}

function play(task: PlanTask, script: TaskScript | undefined): 'succeeded' | 'failed' {
  if (script === undefined) return 'succeeded';
  let counted = 0;
  for (const failure of script.failures) {
    if (failure === 'refused') return 'failed';
    if (failure !== 'transient') counted += 1;
    if (counted > (task.settings.retries ?? 2)) return 'failed';
  }
  if (!script.commits) return 'succeeded';
  return script.publishRefused || script.conflicts > 2 ? 'failed' : 'succeeded';
}
