import { attemptIsLive } from '../../src/core/attempt/attempt_state.ts';
import { integrationBranch, taskBranch } from '../../src/core/branch_names.ts';
import type { QuestionRecord } from '../../src/core/question/question_record.ts';
import type { AttemptRecord } from '../../src/core/records.ts';
import { type NoticeBody, noticeOf } from '../../src/core/report/notice.ts';
import { isRetryable } from '../../src/core/retry/decide_retry.ts';
import { heldBy } from '../../src/core/task/takeover.ts';
import { taskHasEnded } from '../../src/core/task/task_state.ts';
import { failureStanding } from '../../src/core/text/attempt_text.ts';
import { budgetOfRun } from '../../src/core/usage/run_budget.ts';
import { sumOf, totalUsage } from '../../src/core/usage/usage_sum.ts';
import type { AttemptView, RunView } from '../../src/protocol/views.ts';
import type { StoredTask, ViewReader } from '../../src/service/ports/view_reader.ts';
import { openQuestionsOf, openQuestionsOfRun, questionsByNumber, questionView } from './memory_questions.ts';
import { isRevoked, openBreakers, type SeenTask, seenTasks } from './memory_slices.ts';
import type { Tables } from './memory_tables.ts';

const NOTICES: readonly string[] = [
  'noticed',
  'branch_pushed',
  'retry_requested',
  'skip_requested',
  'task_taken',
  'task_returned',
  'pause_requested',
  'resume_requested',
  'task_cancel_requested',
  'run_cancel_requested',
  'plan_edited',
  'plan_edit_proposed',
  'plan_edit_refused',
  'budget_changed',
] satisfies readonly NoticeBody['kind'][];

/** What the texts about a run are made of, from the tables in memory. Runs are found by id alone. */
export function memoryReportView(
  tables: Tables,
): Pick<
  ViewReader,
  | 'findRun'
  | 'runners'
  | 'tasks'
  | 'events'
  | 'notices'
  | 'breakers'
  | 'question'
  | 'questionsByNumber'
  | 'openQuestions'
> {
  return {
    runners: async () =>
      [...tables.runners.values()].map((runner) => ({
        ...runner,
        busy: 0,
        orchestrating: 0,
        revoked: isRevoked(tables, runner),
      })),
    breakers: async () => openBreakers(tables, 0).breakers,
    question: async (id) => {
      const row = tables.questions.get(id);
      return row === undefined ? null : questionView(row, keyOf(tables, row));
    },
    questionsByNumber: async (run, n) =>
      questionsByNumber(tables, run, n).map((row) => questionView(row, keyOf(tables, row))),
    openQuestions: async () =>
      [...tables.runs.keys()].flatMap((run) =>
        openQuestionsOfRun(tables, run).map((row) => ({ run, question: questionView(row, keyOf(tables, row)) })),
      ),
    findRun: async (id) => runView(tables, id),
    tasks: async (run, now) =>
      seenTasks(tables, run)
        .toSorted((left, right) => left.position - right.position)
        .map((task) => taskView(tables, task, now)),
    events: async (run, after, limit) =>
      (tables.events.get(run) ?? [])
        .filter(({ seq, task = '' }) => seq > after && !task.startsWith('_'))
        .slice(0, limit)
        .map(({ seq, at, task = null, attempt = null, body: { kind, ...data } }) => ({
          run,
          seq,
          at,
          task,
          attempt,
          kind,
          data,
        })),
    notices: async (run, limit) =>
      (tables.events.get(run) ?? [])
        .filter(({ body }) => NOTICES.includes(body.kind))
        .slice(-limit)
        .map(({ task = null, body }) => noticeOf(task, body as NoticeBody)),
  };
}

function keyOf({ tasks }: Tables, { task }: QuestionRecord): string | null {
  return tasks.get(task ?? '')?.key ?? null;
}

function runView(tables: Tables, id: string): RunView | null {
  const run = tables.runs.get(id);
  const repository = run && tables.repositories.get(run.repository);
  if (run === undefined || repository === undefined) return null;
  const tasks = seenTasks(tables, id);
  const counts = [...Map.groupBy(tasks, ({ state }) => state)].map(([state, some]) => [state, some.length] as const);
  return {
    ...run,
    repository: { id: repository.id, name: repository.name, cloneUrl: repository.cloneUrl },
    integrationBranch: integrationBranch(run.branchPrefix),
    tasks: Object.fromEntries(counts),
    budget: budgetOfRun(run),
    usage: usedBy(tables, (row) => row.run === id),
    questions: openQuestionsOfRun(tables, id)
      .filter(({ task }) => task === null)
      .map((row) => questionView(row, null)),
    canceling: run.cancel !== null && run.endedAt === null,
    event: tables.events.get(id)?.at(-1)?.seq ?? 0,
  };
}

/** Of work that is merged and has ended, the pull request that was merged. */
function shownPull({ events }: Tables, { run, key, state, mergeCommit, pull }: SeenTask): number | null {
  if (mergeCommit === null || !taskHasEnded(state) || (pull !== null && state === 'succeeded')) return pull;
  const own = (events.get(run) ?? []).filter(({ task }) => task === key);
  const merged = own.findLastIndex(({ body }) => body.kind === 'task_merged');
  const opened = own
    .slice(0, Math.max(0, merged))
    .flatMap(({ body }) => (body.kind === 'pull_opened' ? [body.pull] : []));
  return opened.at(-1) ?? pull;
}

function taskView(tables: Tables, task: SeenTask, now: number): StoredTask {
  const run = tables.runs.get(task.run);
  const attempts = [...tables.attempts.values()].filter((attempt) => attempt.task === task.id);
  const latest = attempts.find(({ number }) => number === task.attempts);
  const waits = [...tables.dependencies.values()].filter((row) => row.task === task.id);
  return {
    ...task,
    title: task.spec.title,
    pull: shownPull(tables, task),
    group: task.spec.group ?? null,
    issue: task.spec.issue ?? null,
    dependencies: waits.map((row) => tables.tasks.get(row.dependsOn)?.key ?? ''),
    ...failureStanding(task.failures, task.spec.settings.retries),
    canceling: task.cancel !== null && !taskHasEnded(task.state),
    takenBy: heldBy(task),
    branch: task.commit === null && heldBy(task) === null ? null : taskBranch(run?.branchPrefix ?? '', task.key),
    usage: usedBy(tables, (row) => row.task === task.id),
    latest: latest === undefined ? null : attemptView(tables, latest, task.key),
    questions: openQuestionsOf(tables, task.id).map((row) => questionView(row, task.key)),
    workedMs: attempts
      .filter(({ startedAt }) => startedAt !== null)
      .reduce((sum, { startedAt, endedAt }) => sum + Math.max(0, (endedAt ?? now) - (startedAt ?? now)), 0),
  };
}

function usedBy({ usage }: Tables, isMeant: (row: { readonly run: string; readonly task: string }) => boolean) {
  return totalUsage([...usage.values()].filter(isMeant).map(sumOf));
}

function attemptView(tables: Tables, attempt: AttemptRecord, task: string): AttemptView {
  const { outcome, failure, cancel, request, ...same } = attempt;
  return {
    ...same,
    task,
    ref: failure?.kept?.ref ?? request.attemptRef,
    commit: outcome?.commit ?? failure?.kept?.commit ?? null,
    class: failure?.class ?? null,
    message: failure?.message ?? null,
    action: failure?.action ?? null,
    failedProvider: failure?.failedProvider ?? null,
    retryable: failure === null ? null : isRetryable(failure),
    summary: outcome?.summary ?? '',
    evidence: outcome?.evidence ?? [],
    changedFiles: outcome?.changedFiles ?? 0,
    insertions: outcome?.insertions ?? 0,
    deletions: outcome?.deletions ?? 0,
    usage: tables.usage.get(same.id) ?? null,
    canceling: cancel !== null && attemptIsLive(same.state),
  };
}
