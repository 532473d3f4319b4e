import { NO_AGENT_SETTINGS } from '../../src/core/agents/agent_settings.ts';
import { attemptIsLive } from '../../src/core/attempt/attempt_state.ts';
import type { OrchestratorQuestion } from '../../src/core/orchestrator_question.ts';
import type { PlanEdit } from '../../src/core/plan_edit.ts';
import type { QuestionRecord } from '../../src/core/question/question_record.ts';
import type { AttemptRecord, RunnerRecord, RunRecord, SessionRecord, TaskRecord } from '../../src/core/records.ts';
import { isInterruption } from '../../src/core/retry/failure_policy.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import { slotOf } from '../../src/core/schedule/slot_of.ts';
import type { AttemptSlice, Candidate, Dependent, LeaseDetails, LeaseSlice, TaskSlice } from '../../src/core/slices.ts';
import { isAgents, isHidden, type SeenKind } from '../../src/core/task/hidden_task.ts';
import { isRemoved } from '../../src/core/task/open_to_edits.ts';
import { taskHasEnded } from '../../src/core/task/task_state.ts';
import { ORCHESTRATOR_SLOTS, Slot } from '../../src/protocol/slot.ts';
import { countedTokens } from '../../src/protocol/usage.ts';
import type { Standpoint } from '../../src/service/ports/standpoint.ts';
import type { SliceReader } from '../../src/service/ports/store.ts';
import { draftOf, draftOfTask } from './memory_drafts.ts';
import { findingsOf } from './memory_findings.ts';
import { recordOf } from './memory_outbox.ts';
import { answersOf, questionsByNumber, questionsOf } from './memory_questions.ts';
import {
  boundedRun,
  budgetKeepingOf,
  historiesFor,
  isSpent,
  monthlyBudgets,
  samplesOf,
  spentByRun,
} from './memory_spending.ts';
import { pair, type Tables } from './memory_tables.ts';
import { trackRecordsOf } from './memory_track_records.ts';

const BAD = new Set<TaskRecord['state']>(['failed', 'quarantined', 'skipped', 'canceled']);

/** The port's reader over the tables as they are at the moment of each call. */
export function memorySlices(tables: Tables): SliceReader {
  const { runs, tasks, attempts, runners, repositories, outbox } = tables;
  const slice = (task: string, reach: 'direct' | 'all') => taskSlice(tables, task, reach);
  const isOf = (task: TaskRecord, commit: string) =>
    [task.commit, task.pushed].includes(commit) ||
    [...attempts.values()].some((attempt) => attempt.task === task.id && attempt.outcome?.commit === commit);
  return {
    repositoryByCloneUrl: async (url) => [...repositories.values()].find((row) => row.cloneUrl === url) ?? null,
    newestRun: async (repository, name) =>
      [...runs.values()]
        .filter((run) => run.repository === repository && run.name === name)
        .sort((left, right) => right.sequence - left.sequence)[0] ?? null,
    repositoryById: async (id) => repositories.get(id) ?? null,
    repositoryByGitHubId: async (id) => [...repositories.values()].find((row) => row.github?.id === id) ?? null,
    repositoriesOfInstallation: async (installation) =>
      [...repositories.values()].filter((row) => row.github?.installation === installation),
    runBySequence: async (repository, name, sequence) =>
      newestFirst(tables, repository).find((run) => run.name === name && run.sequence === sequence) ?? null,
    runById: async (run) => runs.get(run) ?? null,
    runByBranchPrefix: async (repository, prefix) => {
      const found = newestFirst(tables, repository).filter((run) => run.branchPrefix === prefix);
      return found.find((run) => run.baseCommit !== null) ?? found[0] ?? null;
    },
    subjectOfPull: async (repository, pull) => {
      for (const run of newestFirst(tables, repository)) {
        const task = tasksOf(tables, run.id).find((row) => row.pull === pull);
        if (task !== undefined || run.finalPull === pull) return { run, task: task ?? null };
      }
      return null;
    },
    subjectOfCommit: async (repository, key, commit) => {
      for (const run of newestFirst(tables, repository)) {
        if (key === null && run.integrationHead === commit) return { run, task: null };
        const task = tasksOf(tables, run.id).find((row) => row.key === key && isOf(row, commit));
        if (task !== undefined) return { run, task };
      }
      return null;
    },
    unfinishedRuns: async (repository) =>
      newestFirst(tables, repository)
        .filter((run) => !runHasEnded(run.state))
        .toReversed(),
    trackRecords: async (repository) => trackRecordsOf(tables, repository),
    usageHistory: async (of) => of.map((one) => ({ ...one, samples: samplesOf(tables, one) })),
    spentByRun: async (run) => spentByRun(tables, run),
    budgetKeeping: async (run, now) => budgetKeepingOf(tables, run, now),
    repositoryBudget: async (repository, now) => monthlyBudgets(tables, now)[repository] ?? null,
    agentSettingsOf: async (run) => tables.agents.get(run) ?? null,
    planOf: async (run) => tables.plans.get(run) ?? null,
    proposalOf: async (repository, issue) =>
      [...tables.proposals.values()].find(
        (row) => row.repository === repository && row.issue === issue && row.run === null,
      ) ?? null,
    proposedEdit: async (run) => [...tables.proposals.values()].find((row) => row.run === run) ?? null,
    draftOf: async (repository, issue) => draftOf(tables, repository, issue),
    draftOfTask: async (task) => draftOfTask(tables, task),
    proposalById: async (id) => tables.proposals.get(id) ?? null,
    editSlice: async (id) => {
      const [run, plan, agents] = [runs.get(id), tables.plans.get(id), tables.agents.get(id)];
      if (run === undefined || plan === undefined || agents === undefined) return null;
      const all = seenTasks(tables, id).toSorted((left, right) => left.position - right.position);
      const edges = [...tables.dependencies.values()].filter((row) => row.run === id);
      return { run, plan, agents, tasks: all, dependencies: edges };
    },
    planEdits: async (run, limit) =>
      (tables.events.get(run) ?? [])
        .filter(
          ({ body }) =>
            body.kind === 'plan_edited' || body.kind === 'plan_edit_proposed' || body.kind === 'plan_edit_refused',
        )
        .map(({ at, body }) => ({ at, body }) as PlanEdit)
        .toReversed()
        .slice(0, limit),
    shown: async (subject) =>
      [...tables.shown.values()]
        .filter((row) => row.subject === subject)
        .map(({ subject: of, what, number, digest }) => ({ subject: of, what, number, digest })),
    issueSeenAt: async (repository, issue) => tables.issuesSeen.get(pair(repository, String(issue))) ?? null,
    breakerOf: async (runner, provider) => tables.breakers.get(pair(runner, provider)) ?? null,
    runnerById: async (runner) => runners.get(runner) ?? null,
    taskSlice: async (task, reach) => slice(task, reach),
    attemptSlice: async (id, reach): Promise<AttemptSlice | null> => {
      const attempt = attempts.get(id);
      const around = attempt === undefined ? null : slice(attempt.task, reach);
      return attempt === undefined || around === null ? null : { ...around, attempt };
    },
    startSlice: async (id) => {
      const attempt = attempts.get(id);
      const task = attempt && tasks.get(attempt.task);
      return attempt === undefined || task === undefined ? null : { attempt, task };
    },
    questionById: async (id) => tables.questions.get(id) ?? null,
    questionStandings: async (run) =>
      [...tables.questions.values()].filter((row) => row.run === run).toSorted((left, right) => left.n - right.n),
    questionsByNumber: async (run, n) => questionsByNumber(tables, run, n),
    questionsOfRun: async (run) =>
      [...tables.questions.values()].filter((row) => row.run === run).toSorted((left, right) => right.n - left.n),
    questionsOf: async (task) => questionsOf(tables, task),
    asksAlike: async (run, sameness) =>
      [...tables.questions.values()].some(
        (row) => row.run === run && row.state === 'open' && row.sameness === sameness,
      ),
    questionOfHidden: async (task) => heldBy(tables, task),
    findingsOf: async (task) => findingsOf(tables, task),
    findingByKey: async (run, key) =>
      [...tables.findings.values()].find((row) => row.run === run && row.key === key) ?? null,
    mergesOf: async (run) =>
      (tables.events.get(run) ?? []).flatMap(({ task, body }) => {
        const of = tasksOf(tables, run).find(({ key }) => key === task);
        return body.kind === 'task_merged' && of !== undefined ? [{ task: of.id, commit: body.mergeCommit }] : [];
      }),
    agentTasksOf: async (run) =>
      tasksOf(tables, run)
        .filter(({ kind }) => kind === 'agent')
        .map(({ id, key, spec }) => ({ id, key, files: spec.settings.files })),
    taskByKey: async (run, key) => seenTasks(tables, run).find((task) => task.key === key) ?? null,
    runSlice: async (id) => {
      const run = runs.get(id);
      if (run === undefined) return null;
      const open = tasksOf(tables, id).filter((task) => !taskHasEnded(task.state));
      return { run, open, liveAttempts: liveAttempts(tables).filter((attempt) => attempt.run === id) };
    },
    concludeSlice: async (id) => {
      const run = runs.get(id);
      if (run === undefined) return null;
      const isTolerated = (task: TaskRecord) =>
        isRemoved(task) || (task.state !== 'canceled' && task.spec.settings.onFailure === 'continue');
      const bad = seenTasks(tables, id)
        .filter((task) => BAD.has(task.state) && task.state !== 'skipped' && !isTolerated(task))
        .toSorted((left, right) => left.position - right.position);
      return { run, bad: bad.map(({ id, key, state, attempts }) => ({ id, key, state, attempts })) };
    },
    leaseSlice: async (waiting, limit, at = { now: 0, aliveSince: 0 }) => leaseSlice(tables, waiting, limit, at),
    leaseDetails: async (ids) => ids.map((id) => leaseDetails(tables, id)),
    attemptsOfLease: async (runner, request) =>
      [...attempts.values()].filter((row) => row.runner === runner && row.leaseRequest === request),
    heartbeatSlice: async (ids) =>
      ids.flatMap((id) => {
        const attempt = attempts.get(id);
        const task = attempt && tasks.get(attempt.task);
        if (attempt === undefined || task === undefined) return [];
        const { locks, files } = task.spec.settings;
        return [{ ...attempt, task, exclusive: locks.length > 0 || files.length > 0 }];
      }),
    effectSlice: async (id) => {
      const effect = outbox.get(id);
      const repository = effect && repositories.get(effect.repository);
      if (effect?.state !== 'waiting' || repository === undefined) return null;
      return { effect: recordOf(effect), run: runs.get(effect.run ?? '') ?? null, repository };
    },
    attemptsOfOtherBoots: async (runner, boot) =>
      liveAttempts(tables)
        .filter((attempt) => attempt.runner === runner && attempt.boot !== boot)
        .map(({ id }) => id),
    hasOpenRuns: async () => [...runs.values()].some((run) => run.state === 'pending' || run.state === 'running'),
  };
}

function newestFirst({ runs }: Tables, repository: string): readonly RunRecord[] {
  return [...runs.values()].filter((run) => run.repository === repository).toReversed();
}

/** Tasks of a run in the order of the plan. */
function tasksOf({ tasks }: Tables, run: string): readonly TaskRecord[] {
  return [...tasks.values()].filter((task) => task.run === run);
}

/** Those that people see. */
export function seenTasks(tables: Tables, run: string): readonly SeenTask[] {
  return tasksOf(tables, run).filter((task): task is SeenTask => !isHidden(task.kind));
}

/** One of them. */
export type SeenTask = TaskRecord & { readonly kind: SeenKind };

export function liveAttempts({ attempts }: Tables): readonly AttemptRecord[] {
  return [...attempts.values()].filter((attempt) => attemptIsLive(attempt.state));
}

/** The slot that an attempt is in. */
export function slotIn({ tasks }: Tables, { task: id }: Pick<AttemptRecord, 'task'>): Slot {
  const task = tasks.get(id);
  if (task === undefined) throw new Error(`There is no task ${id}.`);
  return slotOf(task);
}

function newestAttempt({ attempts }: Tables, task: TaskRecord): AttemptRecord | null {
  return [...attempts.values()].find((row) => row.task === task.id && row.number === task.attempts) ?? null;
}

function taskSlice(tables: Tables, id: string, reach: 'direct' | 'all'): TaskSlice | null {
  const task = tables.tasks.get(id);
  const run = task && tables.runs.get(task.run);
  const repository = run && tables.repositories.get(run.repository);
  if (task === undefined || run === undefined || repository === undefined) return null;
  const openDependencies = [...tables.dependencies.values()]
    .filter((row) => row.task === id && !row.satisfied)
    .flatMap((row) => tables.tasks.get(row.dependsOn) ?? []);
  const dependents = reachable(tables, id, reach).map((found) => dependentOf(tables, id, found));
  return {
    task,
    run,
    repository,
    attempt: newestAttempt(tables, task),
    openDependencies,
    dependents,
    used: usedBy(tables, id),
  };
}

/** A dependent, and whether it waits. */
type Reached = { readonly id: string; readonly waits: boolean };

/** Nearest first: the direct dependents, and those that wait for them through open dependencies. */
function reachable({ dependencies }: Tables, from: string, reach: 'direct' | 'all'): readonly Reached[] {
  const rows = [...dependencies.values()];
  const waitingFor = (id: string) =>
    rows.filter((row) => row.dependsOn === id && !row.satisfied).map((row) => row.task);
  const found = new Set(waitingFor(from));
  if (reach === 'all') for (const id of found) for (const next of waitingFor(id)) found.add(next);
  const others = rows.filter((row) => row.dependsOn === from && !found.has(row.task));
  return [...[...found].map((id) => ({ id, waits: true })), ...others.map(({ task: id }) => ({ id, waits: false }))];
}

function dependentOf({ tasks, dependencies }: Tables, on: string, { id, waits }: Reached): Dependent {
  const task = tasks.get(id);
  if (task === undefined) throw new Error(`There is no task ${id}.`);
  const rows = [...dependencies.values()].filter((row) => row.task === id);
  const direct = rows.find((row) => row.dependsOn === on);
  const bad = rows.filter((row) => !row.satisfied && BAD.has(tasks.get(row.dependsOn)?.state ?? 'pending'));
  return {
    ...task,
    badDependencies: bad.map((row) => row.dependsOn),
    satisfied: direct?.satisfied ?? false,
    direct: direct !== undefined,
    waits,
  };
}

export function isRevoked({ runnerTokens }: Tables, { token }: RunnerRecord): boolean {
  return token !== null && (runnerTokens.get(token.name)?.revokedAt ?? null) !== null;
}

function leaseSlice(
  tables: Tables,
  waiting: readonly string[],
  limit: number,
  { now, aliveSince }: Standpoint,
): LeaseSlice {
  const monthly = monthlyBudgets(tables, now);
  const mayUse = (run: RunRecord) => run.budgetStage !== 'spent' && !isSpent(monthly[run.repository]);
  const live = liveAttempts(tables).filter((attempt) => slotIn(tables, attempt) === 'task');
  const going = [...tables.runs.values()].filter((run) => run.state === 'running' && run.cancel === null);
  const candidates = going.flatMap((run) =>
    tasksOf(tables, run.id)
      .filter((task) => task.state === 'ready' && task.approval !== 'before')
      .filter((task) => !isAgents(task.kind) || mayUse(run))
      .map((task) => ({ task, candidate: candidateOf(tables, task) })),
  );
  candidates.sort((left, right) => right.task.priority - left.task.priority || right.task.rank - left.task.rank || 0);
  const ofSlot = Map.groupBy(candidates, ({ candidate }) => candidate.slot);
  const hasMore = (slot: Slot) => (ofSlot.get(slot)?.length ?? 0) > limit;
  const repositories = Map.groupBy(live, (attempt) => tables.runs.get(attempt.run)?.repository ?? '');
  const held = Map.groupBy(tables.locks.keys(), (name) => name.split(' ')[0] ?? '');
  return {
    schedulerVersion: tables.scheduler.get('version') ?? 0,
    runners: waiting.flatMap((id) => {
      const runner = tables.runners.get(id);
      const own = Map.groupBy(
        live.filter((attempt) => attempt.runner === id),
        (attempt) => attempt.provider ?? '',
      );
      return runner === undefined || isRevoked(tables, runner) ? [] : [{ runner, load: countEach(own) }];
    }),
    candidates: Slot.options.flatMap((slot) =>
      (ofSlot.get(slot) ?? []).slice(0, limit).map(({ candidate }) => candidate),
    ),
    ...openBreakers(tables, aliveSince),
    more: { task: hasMore('task'), orchestrator: hasMore('orchestrator') },
    serviceLoad: live.length,
    repositoryLoad: countEach(repositories),
    runs: Object.fromEntries(
      going.map((run) => {
        const all = tasksOf(tables, run.id);
        const running = all.filter((task) => task.state === 'running' && slotOf(task) === 'task').length;
        const using = all.filter(({ state }) => state === 'running' || state === 'in_review');
        const filesInUse = using.map(({ spec }) => spec.settings.files).filter((files) => files.length > 0);
        const { concurrency, openTasks } = run;
        return [run.id, { running, concurrency, filesInUse, openTasks, budget: boundedRun(tables, run) }];
      }),
    ),
    repositoryBudgets: monthly,
    histories: historiesFor(
      tables,
      candidates.map(({ candidate }) => candidate),
      waiting,
    ),
    locksHeld: Object.fromEntries([...held].map(([id, names]) => [id, names.map((name) => name.split(' ')[1] ?? '')])),
  };
}

/** Breakers that are not closed, and which living runners offer what they are of. */
export function openBreakers(tables: Tables, aliveSince: number): Pick<LeaseSlice, 'breakers' | 'offers'> {
  const isLive = (id: string | null) => liveAttempts(tables).some((attempt) => attempt.id === id);
  const breakers = [...tables.breakers.values()]
    .filter(({ state }) => state !== 'closed')
    .map((breaker) => ({ ...breaker, isProbed: isLive(breaker.probe) }));
  const offers = [...tables.runners.values()]
    .filter((runner) => runner.seenAt >= aliveSince && !isRevoked(tables, runner))
    .flatMap((runner) => runner.agents.map(({ name }) => ({ runner: runner.id, provider: name })))
    .filter(({ provider }) => breakers.some((breaker) => breaker.provider === provider));
  return { breakers, offers };
}

function candidateOf(tables: Tables, task: TaskRecord): Candidate {
  const { runs, repositories } = tables;
  const run = runs.get(task.run);
  const { labels, locks, files } = task.spec.settings;
  return {
    id: task.id,
    run: task.run,
    repository: run?.repository ?? '',
    repositoryName: repositories.get(run?.repository ?? '')?.name ?? '',
    key: task.key,
    kind: task.kind,
    slot: slotOf(task),
    attempts: task.attempts,
    routing: task.routing,
    passedOver: task.passedOver,
    labels,
    locks,
    files,
    maxCostMicros: task.spec.settings.maxCostMicros ?? null,
    maxTokens: task.spec.settings.maxTokens ?? null,
    session: holderOf(tables, task),
  };
}

function holderOf(tables: Tables, task: TaskRecord): Candidate['session'] {
  const [newest] = [...tables.sessions.values()]
    .filter((session) => session.task === task.id)
    .sort((left, right) => right.attempt - left.attempt);
  const runner = tables.runners.get(newest?.runner ?? '');
  const readyAt = tables.readyAt.get(task.id);
  if (runner === undefined || readyAt === undefined) return null;
  const { id, name, seenAt, slots } = runner;
  const slot = slotOf(task);
  const held = liveAttempts(tables).filter((attempt) => attempt.runner === id && slotIn(tables, attempt) === slot);
  const hasSlot = held.length < (slot === 'orchestrator' ? ORCHESTRATOR_SLOTS : slots);
  return { runner: id, name, provider: newest?.provider ?? '', seenAt, readyAt, hasSlot };
}

/** The question that a hidden task has. */
function heldBy({ questions }: Tables, task: string): QuestionRecord | null {
  return [...questions.values()].find((row) => row.answering === task && row.state === 'open') ?? null;
}

function orchestratorQuestion(tables: Tables, { id, run }: TaskRecord): OrchestratorQuestion | null {
  const question = heldBy(tables, id);
  if (question === null) return null;
  const tasks = seenTasks(tables, run).map(({ key, spec: { title, instructions }, state, summary, outputs }) => {
    return { key, title, instructions, state, summary, outputs };
  });
  return { question, asker: tables.tasks.get(question.task ?? '')?.key ?? '', tasks, answered: [] };
}

function leaseDetails(tables: Tables, id: string): LeaseDetails {
  const around = taskSlice(tables, id, 'direct');
  if (around === null) throw new Error(`There is no task ${id}.`);
  const { task, run, repository } = around;
  const rows = [...tables.dependencies.values()].filter((row) => row.task === id);
  const before = rows.flatMap((row) => tables.tasks.get(row.dependsOn) ?? []);
  const said = [...tables.attempts.values()]
    .filter((row) => row.task === id && !attemptIsLive(row.state))
    .filter((row) => row.startedAt !== null || (row.outcome !== null && !isInterrupted(row)))
    .sort((left, right) => Number(isInterrupted(left)) - Number(isInterrupted(right)) || right.number - left.number)[0];
  return {
    task,
    run,
    repository,
    context: tables.plans.get(run.id)?.context ?? '',
    agents: tables.agents.get(run.id) ?? NO_AGENT_SETTINGS,
    dependencies: before.map(({ key, spec, state, summary, outputs, mergeCommit }) => ({
      task: key,
      title: spec.title,
      state: state === 'succeeded' || state === 'skipped' || state === 'canceled' ? state : 'failed',
      summary,
      outputs: { ...outputs },
      commit: mergeCommit,
    })),
    mustContain: mergesBehind(tables, id),
    earlier: said === undefined || said.failure === null ? null : earlierOf(said, said.failure),
    kept: keptWork(tables, id),
    recent: [...tables.attempts.values()]
      .filter((row) => row.task === id && row.number > task.attempts - 3)
      .sort((left, right) => right.number - left.number)
      .map(({ id: attempt, number, failure, base }) => ({ id: attempt, number, class: failure?.class ?? null, base })),
    sessions: [...tables.sessions.values()]
      .filter((session) => session.task === id)
      .map((session) => heldOf(tables, session)),
    answers: answersOf(tables, id),
    spent: spentBy(tables, id),
    findings: findingsOf(tables, id).filter(({ state }) => state === 'open'),
    overview: seenTasks(tables, run.id).map(({ key, spec, state }) => ({ key, title: spec.title, state })),
    asked: orchestratorQuestion(tables, task),
  };
}

function heldOf(tables: Tables, session: SessionRecord): LeaseDetails['sessions'][number] {
  const last = [...tables.attempts.values()].find((row) => row.task === session.task && row.number === session.attempt);
  return { ...session, failed: last?.failure?.class ?? null };
}

function earlierOf(attempt: AttemptRecord, failure: NonNullable<AttemptRecord['failure']>): LeaseDetails['earlier'] {
  const { number, base, outcome } = attempt;
  const commit = outcome?.commit ?? failure.kept?.commit ?? null;
  return { number, class: failure.class, message: failure.message, commit, base, evidence: [] };
}

function isInterrupted({ failure }: AttemptRecord): boolean {
  return isInterruption(failure?.class ?? null);
}

/** What interrupted attempts left, the newest first. */
function keptWork(tables: Tables, task: string): LeaseDetails['kept'] {
  const all = [...tables.attempts.values()].filter((row) => row.task === task).sort((a, b) => b.number - a.number);
  return all
    .flatMap(({ number, base, failure, outcome }) => {
      const commit = outcome?.commit ?? failure?.kept?.commit ?? null;
      if (failure === null || !isInterruption(failure.class) || base === null || commit === null) return [];
      const later = all.filter((row) => row.number > number);
      const speaks = (row: AttemptRecord) => row.startedAt !== null && !attemptIsLive(row.state) && !isInterrupted(row);
      const isTakenUp = later.some(({ startCommit }) => startCommit === commit);
      return [{ number, class: failure.class, commit, base, isNewest: !later.some(speaks), isTakenUp }];
    })
    .slice(0, 3);
}

/** Behind a dependency that merged nothing stand those that it waited for. */
function mergesBehind(tables: Tables, id: string): readonly string[] {
  const rows = [...tables.dependencies.values()].filter((row) => row.task === id);
  return rows.flatMap(({ dependsOn }) => {
    const merge = tables.tasks.get(dependsOn)?.mergeCommit ?? null;
    return merge === null ? mergesBehind(tables, dependsOn) : [merge];
  });
}

function countEach(groups: ReadonlyMap<string, readonly unknown[]>): Record<string, number> {
  return Object.fromEntries([...groups].map(([name, members]) => [name, members.length]));
}

function usedBy({ usage }: Tables, id: string): TaskSlice['used'] {
  return [...usage].filter(([, row]) => row.task === id).map(([attempt, row]) => ({ ...row, attempt }));
}

function spentBy({ usage }: Tables, id: string): LeaseDetails['spent'] {
  const rows = [...usage.values()].filter(({ task, counts }) => task === id && counts);
  return {
    tokens: rows.reduce((sum, row) => sum + countedTokens(row), 0),
    costMicros: rows.reduce((sum, row) => sum + (row.costMicros ?? 0), 0),
  };
}
