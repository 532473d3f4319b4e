import type { Plan } from '../../src/core/plan/plan.ts';
import type { FailureClass } from '../../src/protocol/outcome.ts';
import { planOf, type TaskSketch } from '../support/plans.ts';
import type { SeededRandom } from './seeded_random.ts';

export type ReportedClass = Exclude<
  FailureClass,
  'conflict' | 'lost' | 'canceled' | 'paused' | 'overruled' | 'taken' | 'rejected' | 'blocked'
>;

/** What happens to a task when it is executed. */
export type TaskScript = {
  /** How its first attempts fail; those after succeed. */
  readonly failures: readonly ReportedClass[];
  /** How many questions it needs to have answered before it goes on. */
  readonly questions: number;
  /** How often its work meets a conflict before it merges. */
  readonly conflicts: number;
  /** Whether the repository refuses its branch. */
  readonly publishRefused: boolean;
  /** Whether it leaves a commit; else it gives an output. */
  readonly commits: boolean;
};

export type ScriptedPlan = {
  readonly plan: Plan;
  /** By task id; tasks without one succeed. */
  readonly scripts: ReadonlyMap<string, TaskScript>;
  /** Whether the repository refuses to begin the run. */
  readonly beginRefused: boolean;
  /** Whether the orchestrator looks at questions before people do; absent: no. */
  readonly hasOrchestrator?: boolean;
};

const CLASSES: readonly ReportedClass[] = [
  'transient',
  'agent_error',
  'setup',
  'verification',
  'no_change',
  'timeout',
  'agent_error',
  'refused',
];
const GLOBS = ['src/**', 'src/a.ts', 'docs/*.md', 'docs/{a,b}.md', '**/*.ts'];

/** A plan of a few tasks with everything that scheduling looks at, and what will happen to each. */
export function randomPlan(random: SeededRandom): ScriptedPlan {
  const ids = Array.from({ length: random.between(1, 9) }, (_, index) => `t${index + 1}`);
  const density = random.oneOf([0.1, 0.3, 0.6]);
  const drawn = ids.map((id, index) => randomTask(id, random.some(ids.slice(0, index), density), random));
  // A plan with nothing left to do is refused.
  const tasks = drawn.map((task, index) => (index === 0 ? { ...task, done: false } : task));
  const plan = planOf(tasks, {
    verify: random.chance(0.4) ? [['check']] : [],
    ...(random.chance(0.3) ? { report: 'docs/report.md' } : {}),
    ...(random.chance(0.4) ? { concurrency: random.between(1, 3) } : {}),
    ...(random.chance(0.4) ? { budget: { costMicros: random.between(3_000, 100_000), tokens: null } } : {}),
  });
  const scripts = new Map(ids.map((id) => [id, randomScript(random)]));
  return { plan, scripts, beginRefused: random.chance(0.02), hasOrchestrator: random.chance(0.5) };
}

function randomTask(id: string, dependencies: readonly string[], random: SeededRandom): TaskSketch {
  const settings = {
    locks: random.some(['db', 'gpu'], 0.15),
    files: random.chance(0.2) ? [random.oneOf(GLOBS)] : [],
    labels: random.chance(0.1) ? ['linux'] : [],
    verify: random.chance(0.5) ? [['test', id]] : [],
    priority: random.between(-1, 1),
    onFailure: random.chance(0.25) ? ('continue' as const) : ('skip' as const),
    allowNoChange: random.chance(0.2),
    ...(random.chance(0.5) ? { retries: random.between(0, 3) } : {}),
    ...(random.chance(0.2) ? { role: 'orchestrator' } : {}),
    ...(random.chance(0.2) ? { approve: random.some(['before', 'after'] as const, 0.6) } : {}),
  };
  // Issues are numbered by their tasks, so that plans share some of them.
  if (dependencies.length === 0 && random.chance(0.08))
    return { id, dependencies, work: { kind: 'issue' }, issue: Number(id.slice(1)) };
  return {
    id,
    dependencies,
    settings,
    done: dependencies.length === 0 && random.chance(0.05),
    work: random.chance(0.3) ? { kind: 'command', run: [['make', id]] } : { kind: 'agent' },
  };
}

function randomScript(random: SeededRandom): TaskScript {
  const failing = random.chance(0.35);
  return {
    failures: failing ? Array.from({ length: random.between(1, 4) }, () => random.oneOf(CLASSES)) : [],
    questions: random.chance(0.2) ? random.between(1, 2) : 0,
    conflicts: random.chance(0.2) ? random.between(1, 3) : 0,
    publishRefused: random.chance(0.03),
    commits: random.chance(0.8),
  };
}
