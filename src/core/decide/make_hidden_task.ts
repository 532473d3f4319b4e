import type { TaskRouting } from '../agents/task_routing.ts';
import type { TaskRecord } from '../records.ts';
import { HIDDEN_POSITION, type HiddenKind } from '../task/hidden_task.ts';

/** What is special about a hidden task. */
export type NewHiddenTask = {
  readonly id: string;
  readonly run: string;
  /** Unique in the run; it begins with `_`, as no id of a plan does. */
  readonly key: `_${string}`;
  readonly kind: HiddenKind;
  readonly title: string;
  readonly routing: TaskRouting;
  /** The longest that its one attempt may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Until when a runner has to have a place for it, in epoch milliseconds. */
  readonly dueAt: number;
};

/** Others wait for what it decides, so it goes before what a plan has for orchestrators. */
const HIDDEN_PRIORITY = 1_000_000;

/** A task beside the plan, ready at once, with one attempt. */
export function makeHiddenTask(made: NewHiddenTask): TaskRecord {
  const { id, run, key, kind, title, routing, timeoutMs, dueAt } = made;
  return {
    id,
    run,
    key,
    position: HIDDEN_POSITION,
    kind,
    spec: specOf(key, title, timeoutMs),
    routing,
    state: 'ready',
    reason: null,
    openDependencies: 0,
    attempts: 0,
    failures: {},
    passedOver: [],
    dueAt,
    priority: HIDDEN_PRIORITY,
    rank: 0,
    cancel: null,
    commit: null,
    mergeCommit: null,
    pull: null,
    pushed: null,
    checked: null,
    takeover: null,
    approval: null,
    approvedCommit: null,
    outputs: {},
    summary: '',
    endedAt: null,
  };
}

function specOf(id: string, title: string, timeoutMs: number): TaskRecord['spec'] {
  return {
    id,
    named: true,
    title,
    instructions: '',
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
    },
    ownSettings: {},
    line: 0,
  };
}
