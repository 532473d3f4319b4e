import type { Plan, PlanSettings, PlanTask, TaskSettings } from '../../src/core/plan/plan.ts';

/** What a test says of a task; the rest is as a plan without settings would have it. */
export type TaskSketch = Partial<Omit<PlanTask, 'settings'>> & {
  readonly id: string;
  readonly settings?: Partial<TaskSettings>;
};

const DEFAULT_SETTINGS: TaskSettings = {
  files: [],
  locks: [],
  setup: [],
  verify: [],
  verifyIn: 'worktree',
  onFailure: 'skip',
  priority: 0,
  labels: [],
  allowNoChange: false,
  outputs: [],
};

/** A task of a plan. `dependencies` name what it waits for; `after` says the same. */
export function planTask({ settings = {}, ...sketch }: TaskSketch): PlanTask {
  return {
    named: true,
    title: `Do ${sketch.id}`,
    instructions: '',
    criteria: [],
    after: sketch.dependencies ?? [],
    dependencies: [],
    done: false,
    work: { kind: 'agent' },
    ownSettings: settings,
    line: 1,
    ...sketch,
    settings: { ...DEFAULT_SETTINGS, ...settings },
  };
}

/** A plan of these tasks, which must stand after what they depend on. */
export function planOf(tasks: readonly TaskSketch[], settings: Partial<PlanSettings> = {}, context = ''): Plan {
  return {
    context,
    settings: { merge: 'integration', verify: [], setup: [], headings: [], taskDefaults: {}, ...settings },
    groups: [],
    tasks: tasks.map(planTask),
  };
}
