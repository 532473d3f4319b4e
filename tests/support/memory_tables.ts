import type { AgentSettings } from '../../src/core/agents/agent_settings.ts';
import type { BreakerRecord } from '../../src/core/breaker/breaker.ts';
import type { Change } from '../../src/core/changes.ts';
import type { DraftRecord } from '../../src/core/draft_record.ts';
import type { EffectAnswer, EffectRecord } from '../../src/core/effects/effect.ts';
import type { NewEvent } from '../../src/core/events.ts';
import type { FindingRecord } from '../../src/core/finding/finding_record.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { ProposalRecord } from '../../src/core/proposal_record.ts';
import type { QuestionRecord } from '../../src/core/question/question_record.ts';
import type {
  AttemptRecord,
  DependencyRecord,
  RepositoryRecord,
  RunnerRecord,
  RunRecord,
  SessionRecord,
  TaskRecord,
} from '../../src/core/records.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import type { RunnerTokenRecord } from '../../src/core/runner/runner_token.ts';
import type { Shown } from '../../src/core/shown.ts';
import { monthOf } from '../../src/core/usage/month_of.ts';
import { type Amounts, countedTokens, type PricedUsage, type Used } from '../../src/protocol/usage.ts';
import type { Delivery } from '../../src/service/ports/deliveries.ts';
import { isSameSubject } from './effect_subject.ts';
import { applyToDrafts } from './memory_drafts.ts';
import { applyToFindings } from './memory_findings.ts';
import { applyToPlan } from './memory_plan.ts';
import { applyToQuestions } from './memory_questions.ts';

export type OutboxRow = EffectRecord & {
  readonly state: 'waiting' | 'done' | 'dead';
  readonly dueAt: number;
  readonly owner: string | null;
  readonly ownedUntil: number;
  readonly key: string | null;
  readonly error: string | null;
  readonly answer: EffectAnswer | null;
  readonly settledAt: number | null;
};

export type DeliveryRow = Delivery & {
  readonly lane: string | null;
  readonly state: 'waiting' | 'done' | 'ignored' | 'refused' | 'dead';
  readonly receivedAt: number;
  readonly dueAt: number;
  readonly owner: string | null;
  readonly ownedUntil: number;
  readonly attempts: number;
  readonly error: string | null;
  readonly note?: string;
  readonly settledAt: number | null;
};

export type StoredEvent = NewEvent & { readonly seq: number; readonly at: number };

/** Everything that the database keeps. Rows are replaced, never changed, so that a shallow copy is a snapshot. */
export type Tables = {
  readonly repositories: Map<string, RepositoryRecord>;
  readonly runs: Map<string, RunRecord>;
  readonly plans: Map<string, Plan>;
  readonly agents: Map<string, AgentSettings>;
  readonly tasks: Map<string, TaskRecord>;
  readonly dependencies: Map<string, DependencyRecord>;
  readonly attempts: Map<string, AttemptRecord>;
  /** By task, runner and provider. */
  readonly sessions: Map<string, SessionRecord>;
  readonly questions: Map<string, QuestionRecord>;
  readonly findings: Map<string, FindingRecord>;
  /** When each task became ready last, by a move of its own. */
  readonly readyAt: Map<string, number>;
  /** Task by repository and name. */
  readonly locks: Map<string, string>;
  readonly runners: Map<string, RunnerRecord>;
  /** By runner and provider. */
  readonly breakers: Map<string, BreakerRecord>;
  readonly runnerTokens: Map<string, RunnerTokenRecord>;
  readonly outbox: Map<string, OutboxRow>;
  readonly events: Map<string, readonly StoredEvent[]>;
  readonly scheduler: Map<'version', number>;
  readonly deliveries: Map<string, DeliveryRow>;
  /** By subject and place. */
  readonly shown: Map<string, Shown & { readonly rememberedAt: number }>;
  /** By repository and number. */
  readonly proposals: Map<string, ProposalRecord>;
  readonly drafts: Map<string, DraftRecord>;
  readonly issuesSeen: Map<string, number>;
  /** When the next turn of a key is free. */
  readonly pacing: Map<string, number>;
  /** By attempt; `counts`: towards the limits of its task. */
  /** By repository and month. */
  readonly spending: Map<string, Used>;
  readonly repositoryBudgets: Map<string, Amounts>;
  readonly usage: Map<string, PricedUsage & { readonly task: string; readonly run: string; readonly counts: boolean }>;
  readonly chores: Map<string, { readonly lastAt: number; readonly doneAt: number | null }>;
};

export function emptyTables(): Tables {
  return {
    repositories: new Map(),
    runs: new Map(),
    plans: new Map(),
    agents: new Map(),
    tasks: new Map(),
    dependencies: new Map(),
    attempts: new Map(),
    sessions: new Map(),
    questions: new Map(),
    findings: new Map(),
    readyAt: new Map(),
    locks: new Map(),
    runners: new Map(),
    breakers: new Map(),
    runnerTokens: new Map(),
    outbox: new Map(),
    events: new Map(),
    scheduler: new Map(),
    deliveries: new Map(),
    shown: new Map(),
    proposals: new Map(),
    drafts: new Map(),
    issuesSeen: new Map(),
    pacing: new Map(),
    usage: new Map(),
    spending: new Map(),
    repositoryBudgets: new Map(),
    chores: new Map(),
  };
}

/** A row was not as the change expected: nothing of its command lands. Says so as the database does. */
export class GuardFailed extends Error {
  override readonly name = 'ConflictError';
  readonly guard: string;
  constructor(guard: string) {
    super(`The guard ${guard} does not hold.`);
    this.guard = guard;
  }
}

/** Remembers everything as it is; the returned function brings it back. */
export function snapshotOf(tables: Tables): () => void {
  const before = Object.values(tables).map((table) => [table as Map<string, unknown>, [...table]] as const);
  return () => {
    for (const [table, rows] of before) {
      table.clear();
      for (const [key, row] of rows) table.set(key, row);
    }
  };
}

/** What was given up, as people see it: newest first, and not all of it where there is much. */
export function newestDead<Row extends { readonly state: string; readonly settledAt: number | null }>(
  rows: Iterable<Row>,
): readonly Row[] {
  return [...rows]
    .filter(({ state }) => state === 'dead')
    .toReversed()
    .toSorted((left, right) => (right.settledAt ?? 0) - (left.settledAt ?? 0))
    .slice(0, 100);
}

/** Name of a lock, or of a dependency, in its table. */
export function pair(left: string, right: string): string {
  return `${left} ${right}`;
}

/** Puts an event behind those of its run. */
export function appendEvent({ events }: Tables, event: NewEvent, at: number): void {
  const before = events.get(event.run) ?? [];
  events.set(event.run, [...before, { ...event, seq: before.length + 1, at }]);
}

/** Adds what an attempt used since it told last. */
function spend({ spending }: Tables, key: string, used: PricedUsage, before: PricedUsage | undefined): void {
  const sum = spending.get(key) ?? { costMicros: 0, tokens: 0 };
  const more = (of: (usage: PricedUsage) => number) => of(used) - (before === undefined ? 0 : of(before));
  spending.set(key, {
    costMicros: sum.costMicros + more(({ costMicros }) => costMicros ?? 0),
    tokens: sum.tokens + more(countedTokens),
  });
}

/** Applies one change; throws {@link GuardFailed} where a row is not as it says. */
export function applyChange(tables: Tables, change: Change, at: number): void {
  const { runs, tasks, attempts, locks, runners, outbox } = tables;
  switch (change.kind) {
    case 'save_repository':
      saveRepository(tables, change.repository);
      return;
    case 'insert_hidden_task':
      require('task_new', !tables.tasks.has(change.task.id));
      tables.tasks.set(change.task.id, change.task);
      return;
    case 'insert_run':
      insertRun(tables, change);
      return;
    case 'move_run':
      update(runs, change.run, 'run_in_state', (run) => run.state === change.from, { ...change.set, state: change.to });
      requireOneActive(tables, runs.get(change.run));
      return;
    case 'set_run':
      update(runs, change.run, 'run_in_state', (run) => run.state === change.in, change.set);
      return;
    case 'count_open_tasks':
      update(runs, change.run, 'run_exists', () => true, {
        openTasks: (runs.get(change.run)?.openTasks ?? 0) + change.by,
      });
      return;
    case 'require_integration_head':
      require('integration_head_unmoved', runs.get(change.run)?.integrationHead === change.head);
      return;
    case 'require_no_open_tasks':
      require('run_without_open_tasks', runs.get(change.run)?.openTasks === 0);
      return;
    case 'require_not_canceled': {
      const run = runs.get(change.run);
      const going = run?.state === change.in && run.cancel === null && tasks.get(change.task)?.cancel === null;
      require('not_canceled', going);
      return;
    }
    case 'require_no_resting_task': {
      const resting = [...tasks.values()].some((task) => task.run === change.run && RESTING.has(task.state));
      require('no_resting_task', !resting);
      return;
    }
    case 'require_dependencies':
      require('dependencies_stand', change.tasks.every((task) => howDependenciesStand(tables, task) === change.are));
      return;
    case 'require_none_waits_for': {
      const rows = [...tables.dependencies.values()];
      const waiting = rows.filter((row) => change.tasks.includes(row.dependsOn) && !row.satisfied);
      require('none_waits_for', waiting.every((row) => tasks.get(row.task)?.state !== 'pending'));
      return;
    }
    case 'move_task':
      update(
        tasks,
        change.task,
        'task_in_state',
        isAt(change.from, change.fromAttempt, change.from === 'running' ? (change.held ?? false) : change.held),
        {
          ...change.set,
          state: change.to,
        },
      );
      if (change.to === 'ready') tables.readyAt.set(change.task, at);
      return;
    case 'set_task':
      update(tasks, change.task, 'task_in_state', isAt(change.in, change.atAttempt, change.held), change.set);
      return;
    case 'close_dependency':
      turnDependency(tables, change, true, at);
      return;
    case 'reopen_dependency':
      turnDependency(tables, change, false, at);
      return;
    case 'insert_attempt': {
      const { task, number, id } = change.attempt;
      const taken = [...attempts.values()].some((other) => other.task === task && other.number === number);
      require('attempt_number_free', !taken);
      attempts.set(id, change.attempt);
      return;
    }
    case 'move_attempt': {
      const expected = (attempt: AttemptRecord) => attempt.state === change.from;
      update(attempts, change.attempt, 'attempt_in_state', expected, { ...change.set, state: change.to });
      return;
    }
    case 'renew_lease': {
      const { leaseUntil, progress } = change;
      const expected = (attempt: AttemptRecord) => attempt.state === change.in;
      const set = { leaseUntil, ...(progress === undefined ? {} : { progress }) };
      update(attempts, change.attempt, 'attempt_in_state', expected, set);
      return;
    }
    case 'record_usage': {
      const attempt = attempts.get(change.attempt);
      if (attempt === undefined) return;
      const { run, task } = attempt;
      const before = tables.usage.get(change.attempt);
      const counts = before?.counts ?? true;
      spend(tables, pair(runs.get(run)?.repository ?? '', monthOf(at)), change.usage, before);
      tables.usage.set(change.attempt, { ...change.usage, run, task, counts });
      return;
    }
    case 'keep_repository_budget':
      if (change.budget === null) tables.repositoryBudgets.delete(change.repository);
      else tables.repositoryBudgets.set(change.repository, change.budget);
      return;
    case 'set_budget': {
      const { from, to } = change;
      const isSame = (run: RunRecord) =>
        run.budgetMicros === from.costMicros && run.budgetTokens === from.tokens && run.budgetStage === from.stage;
      const set = { budgetMicros: to.costMicros, budgetTokens: to.tokens, budgetStage: to.stage };
      update(runs, change.run, 'budget_unmoved', isSame, set);
      return;
    }
    case 'renew_budget':
      for (const [attempt, row] of tables.usage) {
        if (row.task === change.task) tables.usage.set(attempt, { ...row, counts: false });
      }
      return;
    case 'order_cancel': {
      const { how, code, reason } = change;
      const expected = (attempt: AttemptRecord) => attempt.state === change.in;
      update(attempts, change.attempt, 'attempt_in_state', expected, { cancel: { how, code, reason } });
      return;
    }
    case 'note_failure':
      update(attempts, change.attempt, 'attempt_exists', () => true, { failure: change.failure });
      return;
    case 'save_session': {
      const { task, runner, provider, session, began } = change.session;
      const name = pair(task, pair(runner, provider));
      const before = tables.sessions.get(name);
      if (before !== undefined && before.attempt > change.session.attempt) return;
      tables.sessions.set(name, {
        ...change.session,
        began: before?.session === session ? before.began : began,
      });
      return;
    }
    case 'insert_question':
    case 'settle_question':
    case 'reword_question':
    case 'require_answers':
    case 'change_answer':
    case 'overrule_answer':
    case 'pass_question_on':
    case 'note_reminder':
    case 'withdraw_questions':
    case 'withdraw_questions_of_run':
    case 'require_settled':
    case 'require_questions':
      applyToQuestions(tables, change, at);
      return;
    case 'add_findings':
    case 'tell_findings':
    case 'move_findings':
    case 'release_findings':
    case 'open_check':
      applyToFindings(tables, change);
      return;
    case 'edit_plan':
    case 'require_plan':
    case 'require_tasks':
    case 'insert_tasks':
    case 'rewrite_task':
    case 'place_tasks':
    case 'replace_dependencies':
      applyToPlan(tables, change);
      return;
    case 'take_lock': {
      const name = pair(change.repository, change.name);
      require('lock_free', (locks.get(name) ?? change.task) === change.task);
      locks.set(name, change.task);
      return;
    }
    case 'release_locks':
      for (const [name, task] of locks) if (task === change.task) locks.delete(name);
      return;
    case 'advance_scheduler': {
      const version = tables.scheduler.get('version') ?? 0;
      require('scheduler_version', version === change.from);
      tables.scheduler.set('version', version + 1);
      return;
    }
    case 'save_breaker': {
      const key = pair(change.breaker.runner, change.breaker.provider);
      const { version } = change.breaker;
      require('breaker_version', (tables.breakers.get(key)?.version ?? 0) === version);
      tables.breakers.set(key, { ...change.breaker, version: version + 1 });
      return;
    }
    case 'save_runner':
      runners.set(change.runner.id, change.runner);
      return;
    case 'see_runner': {
      const runner = runners.get(change.runner);
      if (runner) runners.set(runner.id, { ...runner, seenAt: Math.max(runner.seenAt, change.at) });
      return;
    }
    case 'settle_effect': {
      const held = (row: OutboxRow) => row.state === 'waiting' && row.owner === change.owner;
      update(outbox, change.effect, 'effect_held', held, {
        state: change.answer.kind === 'refused' ? 'dead' : 'done',
        answer: change.answer,
        owner: null,
        settledAt: change.at,
      });
      settleEarlier(tables, change.effect);
      return;
    }
    case 'wake_effects':
      for (const row of outbox.values()) {
        if (row.run !== change.run || row.state !== 'waiting' || row.dueAt <= change.at) continue;
        outbox.set(row.id, { ...row, dueAt: change.at });
      }
      return;
    case 'remember_shown':
      tables.shown.set(pair(change.shown.subject, change.shown.what), { ...change.shown, rememberedAt: at });
      return;
    case 'insert_draft':
    case 'end_draft':
    case 'note_draft_edited':
      applyToDrafts(tables, change);
      return;
    case 'save_proposal': {
      const { proposal, replaces } = change;
      require('proposal_waits', replaces === null || tables.proposals.delete(replaces));
      const isThere = [...tables.proposals.values()].some(
        ({ repository, issue, run }) =>
          repository === proposal.repository && issue === proposal.issue && run === proposal.run,
      );
      require('one_proposal', !isThere);
      tables.proposals.set(proposal.id, proposal);
      return;
    }
    case 'require_no_proposed_edit':
      require('no_proposed_edit', [...tables.proposals.values()].every(({ run }) => run !== change.run));
      return;
    case 'end_proposal':
      require('proposal_waits', tables.proposals.delete(change.proposal));
      return;
    case 'note_proposal_shown': {
      const row = tables.proposals.get(change.proposal);
      if (row?.shownAt === null) tables.proposals.set(row.id, { ...row, shownAt: change.at });
      return;
    }
    case 'note_issue': {
      const issue = pair(change.repository, String(change.issue));
      require('issue_news', (tables.issuesSeen.get(issue) ?? change.updatedAt) <= change.updatedAt);
      tables.issuesSeen.set(issue, change.updatedAt);
      return;
    }
    case 'hold_delivery': {
      const held = (row: DeliveryRow) => row.state === 'waiting' && row.owner === change.holder;
      update(tables.deliveries, change.delivery, 'delivery_held', held, { ownedUntil: change.until });
      return;
    }
    case 'settle_delivery': {
      const held = (row: DeliveryRow) => row.state === 'waiting' && row.owner === change.owner;
      const settled = { state: change.state, note: change.note, owner: null, settledAt: change.at };
      update(tables.deliveries, change.delivery, 'delivery_held', held, settled);
      return;
    }
    default:
      change satisfies never;
  }
}

/** Earlier ones about the same that were refused are dead no more. */
function settleEarlier({ outbox, runs }: Tables, effect: string): void {
  const sent = outbox.get(effect);
  const plan = ({ run }: OutboxRow) => runs.get(run ?? '')?.name;
  for (const row of outbox.values()) {
    if (row.id === effect) return;
    if (row.state !== 'dead' || row.repository !== sent?.repository) continue;
    const isOfSame = row.run === sent.run || (row.effect.kind === 'begin_run' && plan(row) === plan(sent));
    if (isOfSame && isSameSubject(row.effect, sent.effect)) {
      outbox.set(row.id, { ...row, state: 'done' });
    }
  }
}

function saveRepository({ repositories }: Tables, repository: RepositoryRecord): void {
  for (const other of repositories.values()) {
    if (other.id === repository.id) continue;
    const sameId = repository.github !== null && other.github?.id === repository.github.id;
    require('repository_known_once', other.cloneUrl !== repository.cloneUrl && !sameId);
  }
  repositories.set(repository.id, repository);
}

function insertRun(tables: Tables, change: Extract<Change, { kind: 'insert_run' }>): void {
  const { run, plan, agents } = change;
  require('one_active_run', !tables.runs.has(run.id));
  tables.runs.set(run.id, run);
  requireOneActive(tables, run);
  tables.plans.set(run.id, plan);
  tables.agents.set(run.id, agents);
  for (const task of change.tasks) tables.tasks.set(task.id, task);
  for (const row of change.dependencies) tables.dependencies.set(pair(row.task, row.dependsOn), row);
}

/** No other run of its name has its number, or is going on beside it. */
function requireOneActive({ runs }: Tables, run: RunRecord | undefined): void {
  for (const other of runs.values()) {
    if (other.id === run?.id || other.repository !== run?.repository || other.name !== run.name) continue;
    const oneHasEnded = runHasEnded(other.state) || runHasEnded(run.state);
    require('one_active_run', oneHasEnded && other.sequence !== run.sequence);
  }
}

/** Marks a dependency and counts it off or on, unless that was done before; the task becomes ready or waits again. */
function turnDependency(
  tables: Tables,
  change: { readonly task: string; readonly dependsOn: string },
  satisfied: boolean,
  at: number,
): void {
  const name = pair(change.task, change.dependsOn);
  const dependency = tables.dependencies.get(name);
  const task = tables.tasks.get(change.task);
  if (dependency === undefined || task === undefined) throw new GuardFailed('dependency_exists');
  if (dependency.satisfied === satisfied) return;
  tables.dependencies.set(name, { ...dependency, satisfied });
  const openDependencies = task.openDependencies + (satisfied ? -1 : 1);
  const waitsNoMore = satisfied && task.state === 'pending' && openDependencies === 0;
  const waitsAgain = !satisfied && task.state === 'ready' && task.attempts === 0;
  const state = waitsNoMore ? 'ready' : waitsAgain ? 'pending' : task.state;
  tables.tasks.set(task.id, { ...task, openDependencies, state });
  if (state === task.state) return;
  appendEvent(tables, { run: task.run, task: task.key, body: { kind: 'task_moved', from: task.state, to: state } }, at);
}

const RESTING = new Set<TaskRecord['state']>(['pending', 'ready', 'blocked', 'retrying']);
const BAD = new Set<TaskRecord['state']>(['failed', 'quarantined', 'skipped', 'canceled']);

function howDependenciesStand({ dependencies, tasks }: Tables, task: string): 'met' | 'open' | 'hopeless' {
  const open = [...dependencies.values()].filter((row) => row.task === task && !row.satisfied);
  if (open.some((row) => BAD.has(tasks.get(row.dependsOn)?.state ?? 'pending'))) return 'hopeless';
  return open.length === 0 ? 'met' : 'open';
}

function isAt(state: TaskRecord['state'], attempts: number, held?: boolean): (task: TaskRecord) => boolean {
  const isHeld = (task: TaskRecord) => held === undefined || (task.takeover?.kind === 'held') === held;
  return (task) => task.state === state && task.attempts === attempts && isHeld(task);
}

function update<Row>(
  table: Map<string, Row>,
  id: string,
  guard: string,
  expected: (row: NoInfer<Row>) => boolean,
  set: Partial<NoInfer<Row>> = {},
): void {
  const row = table.get(id);
  if (row === undefined || !expected(row)) throw new GuardFailed(guard);
  table.set(id, { ...row, ...set });
}

/** Throws {@link GuardFailed} where it does not hold. */
export function require(guard: string, holds: boolean): void {
  if (!holds) throw new GuardFailed(guard);
}
