import type { TaskRouting } from '../agents/task_routing.ts';
import type { TaskRecord } from '../records.ts';
import { HIDDEN_POSITION, type HiddenKind } from '../task/hidden_task.ts';
import { newTask } from './make_tasks.ts';

/** What is special about a hidden task. */
export type NewHiddenTask = {
  readonly id: string;
  readonly run: string;
  /** Unique in the run; it begins with `_`, as no id of a plan does. */
  readonly key: `_${string}`;
  readonly kind: HiddenKind;
  readonly title: string;
  /** What it is about, as Markdown of people; absent: that stands elsewhere. */
  readonly instructions?: string;
  /** What all of its attempts together may cost, in millionths of a US dollar; absent: as much as they need. */
  readonly maxCostMicros?: number;
  readonly routing: TaskRouting;
  /** The longest that an attempt may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Until when a runner has to have a place for it, in epoch milliseconds. */
  readonly dueAt: number;
};

/** Others wait for what it decides, so it goes before what a plan has for orchestrators. */
const HIDDEN_PRIORITY = 1_000_000;

/** A task beside the plan, ready at once. What fails is not tried again by itself. */
export function makeHiddenTask(made: NewHiddenTask): TaskRecord {
  const { id, run, kind, routing, dueAt } = made;
  return newTask({
    ...{ id, run, kind, spec: specOf(made), routing, dueAt },
    position: HIDDEN_POSITION,
    state: 'ready',
    openDependencies: 0,
    rank: 0,
    endedAt: null,
  });
}

function specOf({ key, title, instructions = '', timeoutMs, maxCostMicros }: NewHiddenTask): TaskRecord['spec'] {
  return {
    id: key,
    named: true,
    title,
    instructions,
    criteria: [],
    after: [],
    dependencies: [],
    done: false,
    work: { kind: 'agent' },
    settings: {
      files: [],
      locks: [],
      setup: [],
      verify: [],
      verifyIn: 'worktree',
      timeoutMs,
      retries: 0,
      onFailure: 'continue',
      priority: HIDDEN_PRIORITY,
      labels: [],
      allowNoChange: true,
      outputs: [],
      ...(maxCostMicros === undefined ? {} : { maxCostMicros }),
    },
    ownSettings: {},
    line: 0,
  };
}
