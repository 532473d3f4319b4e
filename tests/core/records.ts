import { NO_AGENT_SETTINGS } from '../../src/core/agents/agent_settings.ts';
import { ANY_AGENT } from '../../src/core/agents/task_routing.ts';
import type { Surroundings } from '../../src/core/decision.ts';
import type { EffectAnswer, EffectRecord } from '../../src/core/effects/effect.ts';
import type { QuestionRecord } from '../../src/core/question/question_record.ts';
import type { RecentAttempt } from '../../src/core/recent_attempt.ts';
import type { AttemptRecord, RepositoryRecord, RunnerRecord, RunRecord, TaskRecord } from '../../src/core/records.ts';
import type { AttemptSlice, Dependent, HeldSession, LeaseDetails, TaskSlice } from '../../src/core/slices.ts';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { Outcome } from '../../src/protocol/outcome.ts';
import { planTask, type TaskSketch } from '../support/plans.ts';

/** Records as decisions meet them; a test names only what it is about. Ids say what they name. */

export const NOW = 1_000_000;
export const BASE = 'b'.repeat(40);
export const COMMIT = 'c'.repeat(40);
export const MERGE = 'd'.repeat(40);

/** Ids count up; chance is in the middle. */
export function surroundings(random = 0.5): Surroundings {
  let ids = 0;
  return { now: NOW, newId: () => `id-${++ids}`, random: () => random };
}

export const repository: RepositoryRecord = {
  id: 'repo',
  name: 'acme/app',
  cloneUrl: '/repositories/app',
  github: null,
};

export function runRecord(run: Partial<RunRecord> = {}): RunRecord {
  return {
    id: 'run',
    repository: repository.id,
    name: 'release',
    sequence: 1,
    state: 'running',
    reason: null,
    owner: 'ada',
    issue: null,
    finalPull: null,
    reportPath: null,
    reportCommit: null,
    planHash: 'hash',
    planEdits: 0,
    base: 'main',
    baseCommit: BASE,
    branchPrefix: 'planwright/release',
    integrationHead: BASE,
    concurrency: null,
    budgetMicros: null,
    budgetTokens: null,
    budgetStage: 'open',
    timeoutMs: null,
    deadlineAt: null,
    cancel: null,
    openTasks: 1,
    createdAt: 0,
    startedAt: 0,
    endedAt: null,
    ...run,
  };
}

/** A running task at its first attempt, unless told otherwise. */
export function taskRecord({
  sketch,
  ...task
}: Partial<TaskRecord> & { readonly sketch?: Partial<TaskSketch> } = {}): TaskRecord {
  const key = task.key ?? 'parser';
  return {
    id: `task-${key}`,
    run: 'run',
    key,
    position: 0,
    kind: 'agent',
    spec: planTask({ title: 'Parse dates', ...sketch, id: key }),
    routing: ANY_AGENT,
    state: 'running',
    reason: null,
    openDependencies: 0,
    attempts: 1,
    failures: {},
    passedOver: [],
    dueAt: null,
    priority: 0,
    rank: 1,
    cancel: null,
    commit: null,
    mergeCommit: null,
    pull: null,
    pushed: null,
    takeover: null,
    approval: null,
    approvedCommit: null,
    checked: null,
    outputs: {},
    summary: '',
    endedAt: null,
    ...task,
  };
}

export function executionRequest(request: Partial<ExecutionRequest> = {}): ExecutionRequest {
  return {
    protocol: 1,
    attempt: 'attempt-1',
    run: 'run',
    task: { id: 'task-parser', key: 'parser', title: 'Parse dates' },
    number: 1,
    issue: 'release',
    repository: { id: repository.id, cloneUrl: repository.cloneUrl },
    startingPoint: { ref: 'refs/heads/planwright/release/plan', mustContain: [] },
    attemptRef: 'refs/planwright/attempts/run/parser/1',
    work: { kind: 'command', run: [['make']] },
    setup: [],
    verify: [],
    verifyByPath: [],
    protected: { paths: [], agentConfiguration: [] },
    verifyIn: 'worktree',
    inputs: [],
    answers: [],
    planText: '',
    requiredOutputs: [],
    allowNoChange: false,
    readOnly: false,
    commitMessage: 'feat: parse dates',
    limits: {
      timeoutMs: 1,
      stepTimeoutMs: 1,
      idleMs: 1,
      askWaitMs: 1,
      cancelGraceMs: 1,
      logHeadBytes: 1,
      logTailBytes: 1,
    },
    routing: '',
    ...request,
  };
}

/** A running attempt of `runner`, unless told otherwise. */
export function attemptRecord(attempt: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id: 'attempt-1',
    run: 'run',
    task: 'task-parser',
    number: 1,
    state: 'running',
    runner: 'runner',
    boot: 'boot',
    leaseRequest: 'request',
    agent: 'coder',
    provider: 'coder',
    model: null,
    leaseUntil: NOW + 30_000,
    cancel: null,
    base: BASE,
    startCommit: BASE,
    progress: '',
    request: executionRequest(),
    outcome: null,
    failure: null,
    reservedMicros: null,
    reservedTokens: null,
    leasedAt: NOW - 2_000,
    startedAt: NOW - 1_000,
    endedAt: null,
    ...attempt,
  };
}

/** A pending task that waits directly for the one that the slice is about, and for nothing else. */
export function dependent(key: string, more: Partial<Dependent> = {}): Dependent {
  return {
    id: `task-${key}`,
    key,
    state: 'pending',
    attempts: 0,
    openDependencies: 1,
    reason: null,
    takeover: null,
    badDependencies: [],
    satisfied: false,
    direct: true,
    waits: true,
    ...more,
  };
}

export function taskSlice(slice: Partial<TaskSlice> = {}): TaskSlice {
  return {
    task: taskRecord(),
    run: runRecord(),
    repository,
    attempt: attemptRecord(),
    openDependencies: [],
    dependents: [],
    used: [],
    ...slice,
  };
}

export function attemptSlice(slice: Partial<AttemptSlice> = {}): AttemptSlice {
  return { ...taskSlice(), attempt: attemptRecord(), ...slice };
}

const facts = {
  evidence: [],
  outputs: {},
  summary: '',
  durationMs: 5,
  changedFiles: 1,
  insertions: 1,
  deletions: 0,
};

export function succeeded(outcome: Partial<Extract<Outcome, { kind: 'succeeded' }>> = {}): Outcome {
  return { kind: 'succeeded', commit: COMMIT, ...facts, ...outcome };
}

export function failed(outcome: Partial<Extract<Outcome, { kind: 'failed' }>> = {}): Outcome {
  return { kind: 'failed', class: 'agent_error', message: 'It broke.', commit: null, ...facts, ...outcome };
}

export function ended(kind: 'timed_out' | 'canceled' | 'blocked'): Outcome {
  return { kind, message: 'It was ended.', commit: null, ...facts };
}

/** An open question of the first attempt of `parser`, unless told otherwise. */
export function questionRecord(question: Partial<QuestionRecord> = {}): QuestionRecord {
  return {
    id: 'question-1',
    run: 'run',
    n: 1,
    task: 'task-parser',
    attempt: 1,
    source: 'agent',
    text: 'Keep legacy_id?',
    options: ['keep', 'drop'],
    onlyOptions: false,
    defaultAnswer: null,
    details: null,
    deadlineAt: null,
    state: 'open',
    askedAt: 0,
    answer: null,
    answeredBy: null,
    settledAt: null,
    answering: null,
    passedOn: null,
    overruled: null,
    remindedAt: null,
    sameness: null,
    ...question,
  };
}

/** What goes with every end of a run. */
export const ASKED_NO_MORE = { kind: 'withdraw_questions_of_run', run: 'run', because: 'The run has ended.' } as const;

export function runnerRecord(runner: Partial<RunnerRecord> = {}): RunnerRecord {
  return {
    id: 'runner',
    boot: 'boot',
    name: 'bench-1',
    labels: [],
    slots: 4,
    agents: [{ name: 'coder', transport: 'text' }],
    repositories: ['acme/*'],
    sandbox: 'none',
    seenAt: 0,
    token: null,
    ...runner,
  };
}

/** An effect that `service` holds. */
export function sent(effect: EffectRecord['effect'], answer: EffectAnswer) {
  return {
    effect: { id: 'effect', run: 'run', repository: repository.id, lane: 'run:run', effect, attempts: 0 },
    owner: 'service',
    answer,
  };
}

export function leaseDetails(details: Partial<LeaseDetails> = {}): LeaseDetails {
  return {
    task: taskRecord({ state: 'ready', attempts: 0 }),
    run: runRecord(),
    repository,
    context: '',
    agents: NO_AGENT_SETTINGS,
    dependencies: [],
    mustContain: [],
    earlier: null,
    kept: [],
    recent: [],
    sessions: [],
    answers: [],
    spent: { tokens: 0, costMicros: 0 },
    overview: [],
    asked: null,
    findings: [],
    ...details,
  };
}

/** The attempt before, which ended with nothing but this. */
export function earlierAttempt(
  earlier: Partial<NonNullable<LeaseDetails['earlier']>> = {},
): NonNullable<LeaseDetails['earlier']> {
  return { number: 1, class: 'verification', message: 'it failed', commit: null, base: BASE, evidence: [], ...earlier };
}

/** A lost first attempt, unless told otherwise. */
export function recentAttempt(recent: Partial<RecentAttempt> = {}): RecentAttempt {
  return { id: 'attempt-1', number: 1, class: 'lost', base: BASE, ...recent };
}

/** The conversation of the task with the coder of the runner, begun and used by the first attempt. */
export function sessionRecord(session: Partial<HeldSession> = {}): HeldSession {
  return {
    task: 'task-parser',
    runner: 'runner',
    provider: 'coder',
    session: 'session-1',
    used: { inputTokens: 5, cachedTokens: 0, outputTokens: 1, costUsd: null },
    began: 1,
    attempt: 1,
    updatedAt: NOW,
    failed: null,
    ...session,
  };
}
