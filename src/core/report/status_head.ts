import type { TaskView } from '../../protocol/views.ts';
import { isForPeople } from '../question/orchestrators_part.ts';
import { FREE_SLOT, NO_ROOM } from '../schedule/waits_for.ts';
import { costText } from '../text/cost_text.ts';
import { minutesText } from '../text/time_text.ts';
import { budgetUsed, unheldBudget } from './budget_lines.ts';
import { mention } from './links.ts';
import { nextStep } from './next_step.ts';
import { finalVerification, planTasks, progressText, tasksIn } from './progress.ts';
import { questionLink } from './question_link.ts';
import type { RunReport } from './run_report.ts';
import { tookText } from './took_text.ts';
import { waitsForAnswer } from './waits_for_answer.ts';
import { isUnmended } from './work_is_in.ts';

/** The two lines that most people see: how far the run is, and what happens next or is wanted of whom. */
export function statusHead(report: RunReport): string {
  const tasks = planTasks(report);
  const counts = [...runsNow(tasks, report), ...endedBadly(tasks), ...verificationFailed(report)].join(', ');
  const first = [
    `**${stateWord(report)}: ${progressText(tasks)}.**`,
    ...(counts === '' ? [] : [`${upperFirst(counts)}.`]),
    ...elapsed(report),
    ...unheldBudget(report.run),
  ].join(' ');
  return `${first}\n${nextStep(report)}`;
}

function stateWord({ run }: RunReport): string {
  if (run.canceling) return 'Being canceled';
  switch (run.state) {
    case 'pending':
      return 'Starting';
    case 'running':
      return 'Running';
    case 'paused':
      return 'Paused';
    case 'in_review':
      return 'In review';
    case 'succeeded':
      return 'Finished';
    case 'failed':
    case 'quarantined':
      return 'Failed';
    case 'canceled':
      return 'Canceled';
    default:
      return run.state satisfies never;
  }
}

function runsNow(tasks: readonly TaskView[], report: RunReport): string[] {
  const { run } = report;
  const running = tasksIn(tasks, 'running').length;
  const waiting = tasks.filter((task) => task.state === 'blocked' || waitsForAnswer(task));
  const holders = new Set(waiting.flatMap(({ takenBy }) => takenBy ?? []));
  const taken = waiting.filter(({ takenBy }) => takenBy !== null).length;
  const looked = waiting.filter(({ questions }) => questions.length > 0 && !questions.some(isForPeople)).length;
  const blocked = waiting.length - taken - looked;
  const merging = tasksIn(tasks, 'in_review').filter((task) => !waitsForAnswer(task)).length;
  const retrying = tasksIn(tasks, 'retrying').length;
  // While a run rests, nothing is about to start.
  const ready = run.state === 'running' ? tasksIn(tasks, 'ready') : [];
  const heldUp = ready.filter(isHeldUp).length;
  return [
    ...(running > 0 ? [`${running} at work`] : []),
    ...(merging > 0 ? [`${merging} to be merged`] : []),
    ...(blocked > 0
      ? [`${blocked} ${blocked === 1 ? 'waits' : 'wait'} for an answer from ${mention(run.owner)}${linksOf(report)}`]
      : []),
    ...(looked > 0 ? [`${looked} ${looked === 1 ? 'asks' : 'ask'} what the orchestrator looks at first`] : []),
    ...(taken > 0 ? [`${taken} in the hands of ${[...holders].join(' and ')}`] : []),
    ...(retrying > 0 ? [`${retrying} to be tried again`] : []),
    ...(heldUp > 0 ? [`${heldUp} held up`] : []),
    ...(ready.length > heldUp ? [`${ready.length - heldUp} ready to start`] : []),
  ];
}

/** Questions that the first line links; the table has all. */
const LINKED_AT_MOST = 3;

/** ` ([Q3](…))`: what the tasks ask, where it has a comment. */
function linksOf(report: RunReport): string {
  const numbers = new Set(report.tasks.flatMap(({ questions }) => questions.filter(isForPeople).map(({ n }) => n)));
  const links = [...numbers]
    .toSorted((left, right) => left - right)
    .filter((n) => report.questionComments.has(n))
    .map((n) => questionLink(report, n));
  if (links.length === 0) return '';
  return ` (${links.slice(0, LINKED_AT_MOST).join(', ')}${links.length > LINKED_AT_MOST ? ', …' : ''})`;
}

/** Something else than room is missing: the second line or the table says what. */
function isHeldUp({ waitsFor }: TaskView): boolean {
  return waitsFor !== null && waitsFor !== FREE_SLOT && waitsFor !== NO_ROOM;
}

function endedBadly(tasks: readonly TaskView[]): string[] {
  const failed = tasksIn(tasks, 'failed', 'quarantined').length;
  const skipped = tasksIn(tasks, 'skipped').filter((task) => !isUnmended(task)).length;
  const canceled = tasksIn(tasks, 'canceled').length;
  return [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(canceled > 0 ? [`${canceled} canceled`] : []),
  ];
}

function verificationFailed(report: RunReport): string[] {
  const state = finalVerification(report)?.state;
  return state === 'failed' || state === 'quarantined' ? ['the whole did not pass its verification'] : [];
}

/** In whole minutes, so that a comment that nothing else changes stays the same. */
function elapsed({ run, now }: RunReport): string[] {
  if (run.startedAt === null) return [];
  if (run.endedAt !== null) return [tookText(run.endedAt - run.startedAt, costText(run.usage))];
  const spent = budgetUsed(run) ?? costText(run.usage);
  return [`${upperFirst(minutesText(now - run.startedAt))} so far${spent === null ? '' : `, ${spent}`}.`];
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
