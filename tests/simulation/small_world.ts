import type { TaskRecord } from '../../src/core/records.ts';
import { isHidden } from '../../src/core/task/hidden_task.ts';
import { planOf, type TaskSketch } from '../support/plans.ts';
import type { TaskScript } from './random_plan.ts';
import { seededRandom } from './seeded_random.ts';
import type { RunnerTraits } from './simulated_runner.ts';
import { NO_FAULTS } from './simulated_service.ts';
import { Simulation } from './simulation.ts';

/** What a test says of a task: how it stands in the plan, and what happens to it. */
export type SmallTask = TaskSketch & { readonly script?: Partial<TaskScript> };

const SUCCEEDS: TaskScript = { failures: [], questions: 0, conflicts: 0, publishRefused: false, commits: true };
const ROUNDS_AT_MOST = 1_000;

/** One run without faults, which a test steers. */
export class SmallWorld {
  readonly simulation: Simulation;
  readonly #run: string;

  readonly #scripts: Map<string, TaskScript>;

  private constructor(simulation: Simulation, scripts: Map<string, TaskScript>) {
    this.simulation = simulation;
    this.#scripts = scripts;
    this.#run = simulation.runs[0]?.id ?? '';
  }

  /** The run has been created, and has not begun. */
  static async of(tasks: readonly SmallTask[], runners: readonly Partial<RunnerTraits>[] = [{}]): Promise<SmallWorld> {
    const scripts = new Map(tasks.map(({ id, script }) => [id, { ...SUCCEEDS, ...script }]));
    const simulation = new Simulation({
      random: seededRandom(7),
      plans: [{ plan: planOf(tasks.map(({ script: _, ...task }) => task)), scripts, beginRefused: false }],
      runners: runners.map((traits, index) => ({
        id: `runner${index}`,
        slots: 4,
        labels: [],
        agentSlots: null,
        careful: true,
        ...traits,
      })),
      faults: NO_FAULTS,
    });
    await simulation.begin();
    return new SmallWorld(simulation, scripts);
  }

  get service() {
    return this.simulation.service;
  }

  get run() {
    const run = this.service.tables.runs.get(this.#run);
    if (run === undefined) throw new Error('The run is gone.');
    return run;
  }

  task(key: string): TaskRecord {
    const task = [...this.service.tables.tasks.values()].find((row) => row.key === key);
    if (task === undefined) throw new Error(`There is no task ${key}.`);
    return task;
  }

  /** States of all tasks by key. */
  get states(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      [...this.service.tables.tasks.values()]
        .filter(({ kind }) => !isHidden(kind))
        .map((task) => [task.key, task.state]),
    );
  }

  async until(holds: () => boolean): Promise<void> {
    for (let round = 0; !holds(); round++) {
      if (round === ROUNDS_AT_MOST) throw new Error(`It never came to pass: ${holds}`);
      await this.simulation.round();
    }
  }

  cancelTask(key: string): Promise<void> {
    return this.service.intervene('cancel_task', this.task(key).id);
  }

  /** A person mends what made the task fail, and retries it. */
  retryTask(key: string): Promise<void> {
    this.#scripts.set(key, SUCCEEDS);
    return this.service.intervene('retry_task', this.task(key).id);
  }

  skipTask(key: string): Promise<void> {
    return this.service.intervene('skip_task', this.task(key).id);
  }

  pauseRun(): Promise<void> {
    return this.service.intervene('pause_run', this.#run);
  }

  resumeRun(): Promise<void> {
    return this.service.intervene('resume_run', this.#run);
  }

  retryRun(): Promise<void> {
    for (const key of this.#scripts.keys()) this.#scripts.set(key, SUCCEEDS);
    return this.service.intervene('retry_run', this.#run);
  }

  cancelRun(): Promise<void> {
    return this.service.intervene('cancel_run', this.#run);
  }
}
