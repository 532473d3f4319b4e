import type { RunResponse } from '../../../src/protocol/operator.ts';
import type { AttemptView, EventView, RunView, TaskView } from '../../../src/protocol/views.ts';

/** When all of these tests happen, in epoch milliseconds. */
export const NOW = 1_760_000_000_000;
export const COMMIT = '3f2c1ab9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3';
const ID = '01900000-0000-7000-8000-000000000001';

export function runView(over: Partial<RunView> = {}): RunView {
  return {
    id: ID,
    name: 'dates',
    sequence: 1,
    state: 'running',
    reason: null,
    owner: 'ada',
    issue: null,
    finalPull: null,
    reportCommit: null,
    repository: { id: ID, name: 'dates', cloneUrl: '/srv/dates' },
    planHash: 'hash',
    base: 'main',
    baseCommit: COMMIT,
    integrationBranch: 'planwright/dates/plan',
    integrationHead: COMMIT,
    tasks: {},
    budget: null,
    usage: null,
    questions: [],
    canceling: false,
    createdAt: NOW - 200_000,
    startedAt: NOW - 200_000,
    endedAt: null,
    event: 10,
    ...over,
  };
}

export function attemptView(over: Partial<AttemptView> = {}): AttemptView {
  return {
    id: ID,
    task: 'parser',
    number: 1,
    state: 'running',
    runner: 'forge-2',
    agent: 'writer',
    provider: 'writer',
    model: null,
    base: COMMIT,
    commit: null,
    ref: 'refs/planwright/attempts/x/parser/1',
    class: null,
    message: null,
    action: null,
    failedProvider: null,
    retryable: null,
    progress: '',
    summary: '',
    evidence: [],
    changedFiles: 0,
    insertions: 0,
    deletions: 0,
    usage: null,
    canceling: false,
    leasedAt: NOW - 190_000,
    startedAt: NOW - 190_000,
    endedAt: null,
    ...over,
  };
}

export function taskView(key: string, over: Partial<TaskView> = {}): TaskView {
  return {
    id: ID,
    key,
    title: `Do ${key}`,
    kind: 'agent',
    group: null,
    issue: null,
    state: 'pending',
    reason: null,
    dependencies: [],
    attempts: 0,
    failures: 0,
    failuresAllowed: 3,
    dueAt: null,
    usage: null,
    canceling: false,
    branch: `planwright/dates/${key}`,
    commit: null,
    mergeCommit: null,
    pull: null,
    outputs: {},
    latest: null,
    workedMs: 0,
    waitsFor: null,
    agents: [],
    endedAt: null,
    questions: [],
    takenBy: null,
    approval: null,
    ...over,
  };
}

/** A run in full swing: one task of nearly every state. */
export function snapshot(): RunResponse {
  return {
    run: runView(),
    tasks: [
      taskView('parser', {
        state: 'succeeded',
        attempts: 2,
        workedMs: 362_000,
        commit: COMMIT,
        mergeCommit: COMMIT,
        latest: attemptView({ number: 2, state: 'succeeded', insertions: 212, deletions: 8, commit: COMMIT }),
      }),
      taskView('docs', {
        state: 'running',
        attempts: 1,
        latest: attemptView({ task: 'docs', progress: 'reading the grammar' }),
      }),
      taskView('bench', {
        state: 'retrying',
        attempts: 1,
        dueAt: NOW + 3_000,
        latest: attemptView({ message: 'exit 1' }),
      }),
      taskView('schema', { state: 'in_review', attempts: 1 }),
      taskView('slow', {
        state: 'failed',
        attempts: 3,
        workedMs: 12_000,
        reason: { code: 'retries_used_up', message: 'Failed 3 times: sleep 60 took longer than 2.0s.' },
      }),
      taskView('publish', {
        state: 'skipped',
        dependencies: ['slow'],
        reason: { code: 'dependency_failed', message: '`slow` failed.', task: 'slow' },
      }),
      taskView('changelog', { dependencies: ['docs', 'schema'] }),
    ],
  };
}

export function event(
  seq: number,
  task: string | null,
  kind: string,
  data: Record<string, unknown> = {},
  attempt: number | null = null,
): EventView {
  return { run: ID, seq, at: NOW, task, attempt, kind, data };
}
