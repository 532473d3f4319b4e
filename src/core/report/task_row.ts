import type { TaskView } from '../../protocol/views.ts';
import type { TaskRecord } from '../records.ts';
import type { TaskState } from '../task/task_state.ts';
import { afterFailure, attemptText } from '../text/attempt_text.ts';
import { costText } from '../text/cost_text.ts';
import { minutesText, timeOfDay } from '../text/time_text.ts';
import { asksText } from './asks_text.ts';
import { inlineText, tableRow } from './inline_text.ts';
import { branchLink, workPlace } from './links.ts';
import { keyList } from './progress.ts';
import { questionLink } from './question_link.ts';
import type { RunReport } from './run_report.ts';
import { signOf } from './task_sign.ts';
import { waitsForAnswer } from './waits_for_answer.ts';
import { isUnmended, NOT_MENDED } from './work_is_in.ts';

const TITLE_LIMIT = 100;
const REASON_LIMIT = 300;
const PROGRESS_LIMIT = 140;

/** The head of the table of tasks. */
export const TASK_TABLE_HEAD = `${tableRow(['', 'task', 'state', 'where'])}\n| --- | --- | --- | --- |`;

/** What rows are made of beside their task. */
export type RowContext = Pick<RunReport, 'now' | 'repositoryUrl'> & {
  readonly states: ReadonlyMap<string, TaskState>;
  /** The run is paused: nothing of it starts by itself. */
  readonly rests: boolean;
  /** The run is over for good, or a later one took over: commands about its tasks are refused, or mean another run. */
  readonly isOver: boolean;
  readonly linked: (question: number) => string;
};

/** The same for all rows of a report. */
export function rowContext(report: RunReport): RowContext {
  const { now, repositoryUrl, run, tasks, isOvertaken } = report;
  const states = new Map(tasks.map((task) => [task.key, task.state]));
  return {
    now,
    repositoryUrl,
    states,
    rests: run.state === 'paused',
    isOver: isOvertaken || run.state === 'succeeded',
    linked: (n) => questionLink(report, n),
  };
}

/** A task as a row of the table: sign, name, state with times and reasons, where its work is. */
export function taskRow(task: TaskView, context: RowContext): string {
  return tableRow([
    signOf(task),
    taskName(task),
    taskState(task, context),
    task.takenBy === null || task.branch === null || context.repositoryUrl === ''
      ? workPlace(
          { ...task, commit: isUnmended(task) ? task.mergeCommit : (task.commit ?? failedWork(task)) },
          context.repositoryUrl,
        )
      : branchLink(context.repositoryUrl, task.branch),
  ]);
}

/** The row of a task that is done, with what matters least left out. */
export function shortTaskRow(task: TaskView, context: RowContext): string {
  return tableRow([
    signOf(task),
    `\`${task.key}\``,
    'done',
    workPlace({ ...task, commit: null }, context.repositoryUrl),
  ]);
}

/** What a task that failed, or waits for an answer, left at its last attempt. */
function failedWork({ state, latest }: TaskView): string | null {
  return state === 'failed' || state === 'quarantined' || state === 'blocked' ? (latest?.commit ?? null) : null;
}

/** Key and title. */
export function taskName({ key, title, kind }: Pick<TaskView, 'key' | 'title' | 'kind'>): string {
  if (kind === 'verification') return `\`${key}\` Verification of the whole`;
  return title === key ? `\`${key}\`` : `\`${key}\` ${inlineText(title, TITLE_LIMIT)}`;
}

/** Where the task stands and why, in words, on one line. */
export function taskState(
  task: TaskView,
  { now, states, rests, isOver, linked }: Omit<RowContext, 'repositoryUrl'>,
): string {
  if (task.canceling) return 'is being stopped';
  if (task.takenBy !== null) return takenState(task, task.takenBy);
  switch (task.state) {
    case 'pending':
      return afterText(task, states);
    case 'ready':
      return `${reworkText(task)}${task.waitsFor === null ? 'starts next' : `waits for ${inlineText(task.waitsFor, REASON_LIMIT)}`}${inBrackets(afterFailure(task))}`;
    case 'running':
      return atWork(task, now);
    case 'blocked':
      return asksText(task, linked);
    case 'retrying': {
      const when = task.dueAt === null || rests ? '' : ` at ${timeOfDay(task.dueAt)}`;
      return `${rests ? 'is to be tried again' : `tries again${when}`}${inBrackets(afterFailure(task))}${because(task)}`;
    }
    case 'in_review':
      return `verified${inTime(task)}; ${waitsForAnswer(task) ? asksText(task, linked) : mergesWhen(task)}`;
    case 'succeeded':
      return `${doneText(task)}${waitsForAnswer(task) ? `; ${asksText(task, linked)}` : ''}`;
    case 'failed':
    case 'quarantined':
      return isOver ? ended('failed', task) : `${sentence(ended('failed', task))} ${wayOut(task)}`;
    case 'skipped':
    case 'canceled':
      return ended(task.state, task);
    default:
      return task.state satisfies never;
  }
}

function mergesWhen({ reason }: TaskView): string {
  return reason?.code === 'checks_awaited' ? inlineText(reason.message, REASON_LIMIT) : 'to be merged';
}

function takenState({ key, state }: TaskView, by: string): string {
  const who = inlineText(by, PROGRESS_LIMIT);
  if (state === 'running') return `is ending, and then in the hands of ${who}; its work is kept`;
  return `in the hands of ${who}; \`/planwright return ${key}\` gives it back`;
}

/** What a person can type about a task that failed. */
export function wayOut({ key, kind }: Pick<TaskRecord, 'key' | 'kind'>): string {
  const retry = `\`/planwright retry ${key}\``;
  return kind === 'verification' ? retry : `${retry} or \`/planwright skip ${key}\``;
}

function afterText({ key, kind, issue, dependencies }: TaskView, states: ReadonlyMap<string, TaskState>): string {
  if (kind === 'issue') return issue === null ? `waits for \`${key}\`` : `waits until #${issue} is closed`;
  const open = dependencies.filter((key) => states.get(key) !== 'succeeded');
  return open.length === 0 ? 'waits' : `after ${keyList(open)}`;
}

function atWork(task: TaskView, now: number): string {
  const { latest, attempts } = task;
  if (latest === null) return 'at work';
  if (latest.canceling) return 'is ending; its work is kept';
  const who = latest.agent === null ? latest.runner : `${latest.agent} on ${latest.runner}`;
  const attempt = attempts > 1 ? `, ${attemptText(attempts, task)}` : '';
  const since = latest.startedAt === null ? 'starting' : `at work for ${minutesText(now - latest.startedAt)}`;
  const said = latest.progress.trim() === '' ? '' : `: “${inlineText(latest.progress, PROGRESS_LIMIT)}”`;
  return `${reworkText(task)}${since} (${inlineText(who, PROGRESS_LIMIT)}${attempt})${said}`;
}

/** Why the task is at work once more, before what it does now. */
function reworkText({ reason }: TaskView): string {
  if (reason?.code !== 'reviewed' && reason?.code !== 'check_failed') return '';
  return `${inlineText(reason.message, REASON_LIMIT)}: `;
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

function because({ reason }: TaskView): string {
  return reason === null ? '' : `: ${inlineText(reason.message, REASON_LIMIT)}`;
}

/** The state and its reason, which may begin with the same word. */
export function endedText(state: string, { reason }: Pick<TaskView, 'reason'>): string {
  if (reason === null) return state;
  if (state === 'canceled' && reason.code === 'run_canceled') return 'canceled with the run';
  const { message } = reason;
  const repeated = new RegExp(`^(?:The task was )?${state}(?=[ :.])`, 'i').exec(message)?.[0];
  const rest = repeated === undefined ? `: ${message}` : message.slice(repeated.length);
  if (rest === '.') return state;
  return `${state}${rest.startsWith(':') ? ': ' : ' '}${inlineText(rest.slice(1), REASON_LIMIT)}`;
}

/** The same of a task whose work may be in all the same. */
function ended(state: string, task: TaskView): string {
  return `${isUnmended(task) ? `merged; ${NOT_MENDED}` : ''}${endedText(state, task)}`;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function inTime({ attempts, workedMs, usage }: TaskView): string {
  if (attempts === 0) return '';
  const cost = costText(usage);
  return ` in ${minutesText(workedMs)}${attempts === 1 ? '' : `, ${attempts} attempts`}${cost === null ? '' : `, ${cost}`}`;
}

function doneText(task: TaskView): string {
  if (task.kind === 'verification') return `passed${inTime(task)}`;
  if (task.attempts === 0)
    return task.kind === 'issue' ? 'closed' : task.mergeCommit === null ? 'was done already' : 'merged';
  return `${task.mergeCommit === null && task.commit === null ? 'done without a change' : 'merged'}${inTime(task)}`;
}
