import type { TaskView } from '../../protocol/views.ts';
import { counted } from '../text/counted.ts';
import { furtherRun } from '../text/further_run.ts';
import { timeOfDay } from '../text/time_text.ts';
import { wantedBudget } from './budget_lines.ts';
import { howToGoOn } from './how_to_go_on.ts';
import { inlineText } from './inline_text.ts';
import { mention } from './links.ts';
import { finalVerification, keyList, planTasks, tasksIn } from './progress.ts';
import type { RunReport } from './run_report.ts';
import { tasksLeftOver } from './task_lists.ts';
import { awaitsChecks, checkLines, waitingLines } from './waiting_lines.ts';
import { waitsForAnswer } from './waits_for_answer.ts';
import { wantedAnswers } from './wanted_answers.ts';
import { wantedBack } from './wanted_back.ts';
import { stuckTasks, wayOn } from './way_on.ts';

const REASON_LIMIT = 500;
const READY = 'the pull request is ready for review.';

/** What a run says that has ended and is not the newest of its plan. */
export const TOOK_OVER = 'A later run of this plan took over; nothing is wanted here.';

/** What happens next, why nothing moves, and what is wanted of people: the second line of the status. */
export function nextStep(report: RunReport): string {
  const { run } = report;
  if (run.canceling) return 'What is at work is ending; its work is kept. Nothing new starts.';
  switch (run.state) {
    case 'pending':
      return 'Next: the integration branch is made, then the first tasks start.';
    case 'running':
      return runningStep(report);
    case 'paused':
      return `${pausedBecause(report)} ${howToGoOn(report)}`;
    case 'in_review':
      return run.finalPull === null
        ? 'All that was wanted is in; the pull request follows.'
        : [
            wantedOfPeople(report, wantedAnswers(report, report.tasks.filter(waitsForAnswer))),
            `Next: review and merge #${run.finalPull}. That ends the run and closes this issue.`,
          ]
            .join(' ')
            .trimStart();
    case 'succeeded':
      return `${run.finalPull === null ? '' : `Merged with #${run.finalPull}. `}${leftOver(report)}`;
    case 'failed':
    case 'quarantined':
      return failedStep(report);
    case 'canceled':
      return canceledStep(report);
    default:
      return run.state satisfies never;
  }
}

/** Why a run or some of its tasks failed, where that is not told by the tasks, and what is wanted of people. */
export function failedStep(report: RunReport): string {
  const { reason } = report.run;
  const because = reason === null || reason.code === 'tasks_failed' ? '' : `${reasonText(report)} `;
  return `${because}${report.isOvertaken ? TOOK_OVER : wantedOfPeople(report, [wayOn(report)])}`;
}

function runningStep(report: RunReport): string {
  const { tasks } = report;
  const blocked = tasks.filter(waitsForAnswer);
  const moving = tasksIn(tasks, 'running', 'in_review').filter(
    (task) => task.takenBy === null && !awaitsChecks(task) && !waitsForAnswer(task),
  );
  const isMoving = moving.length > 0;
  const waits = [...checkLines(tasks), ...waitingLines(tasks)];
  const wanted = wantedOfPeople(report, [
    ...(stuckTasks(tasks).length > 0 ? [wayOn(report)] : []),
    ...wantedBudget(report.run),
    ...wantedAnswers(report, blocked),
    ...(isMoving ? [] : wantedBack(tasks)),
  ]);
  if (isMoving) {
    const said = [wanted, ...waits, nextUp(report)].filter((sentence) => sentence !== '');
    return said.join(' ') || `${keyList(moving.map(({ key }) => key))} ${moving.length === 1 ? 'goes' : 'go'} on.`;
  }
  const due = nextRetry(tasks);
  const still = [...waits, ...(due === '' ? [] : [due])];
  if (still.length > 0) return `${wanted} Nothing is at work: ${still.join(' ')}`.trimStart();
  const unasked =
    blocked.length > 0 ? 'The orchestrator looks first at what is asked.' : 'The next task starts in a moment.';
  return wanted === '' ? nextUp(report) || unasked : `${wanted} Nothing else can go on until then.`;
}

/** Quarantine concerns the owner, who alone is mentioned. */
function wantedOfPeople({ run, tasks }: RunReport, things: readonly string[]): string {
  if (things.length === 0) return '';
  const isQuarantined = run.state === 'quarantined' || tasksIn(tasks, 'quarantined').length > 0;
  return `Wanted${isQuarantined ? ` of ${mention(run.owner)}` : ''}: ${things.join('; ')}.`;
}

function nextRetry(tasks: readonly TaskView[]): string {
  const retrying = tasksIn(tasks, 'retrying').filter((task) => task.dueAt !== null);
  const first = retrying.toSorted((left, right) => (left.dueAt ?? 0) - (right.dueAt ?? 0))[0];
  return first?.dueAt == null ? '' : `\`${first.key}\` is tried again at ${timeOfDay(first.dueAt)}.`;
}

/** The waiting task that starts soonest: the one with the fewest tasks before it that are not done. */
function nextUp(report: RunReport): string {
  const tasks = planTasks(report);
  const done = new Set(tasksIn(tasks, 'succeeded').map((task) => task.key));
  const moving = tasksIn(tasks, 'ready', 'running', 'in_review', 'retrying').filter(({ takenBy }) => takenBy === null);
  const coming = new Set(moving.map((task) => task.key));
  const ways = tasksIn(tasks, 'pending')
    .map((task) => ({ key: task.key, open: task.dependencies.filter((key) => !done.has(key)) }))
    .filter(({ open }) => open.length > 0 && open.every((key) => coming.has(key)))
    .toSorted((left, right) => left.open.length - right.open.length);
  const [next] = ways;
  if (next)
    return `Next: \`${next.key}\` starts when ${keyList(next.open)} ${next.open.length === 1 ? 'is' : 'are'} in.`;
  if (tasks.some((task) => task.state === 'pending' || task.state === 'blocked' || waitsForAnswer(task))) return '';
  if (tasks.some(awaitsChecks)) return '';
  return verificationStep(finalVerification(report), stuckTasks(report.tasks).length > 0);
}

function verificationStep(verification: TaskView | undefined, isStuck: boolean): string {
  if (verification === undefined) return isStuck ? '' : `Next: ${READY}`;
  switch (verification.state) {
    case 'pending':
      return isStuck ? 'Next: the whole is verified.' : `Next: the whole is verified, then ${READY}`;
    case 'running':
      return isStuck ? 'The whole is being verified.' : `The whole is being verified; then ${READY}`;
    default:
      return '';
  }
}

function leftOver(report: RunReport): string {
  if (report.isOvertaken) return TOOK_OVER;
  const left = tasksLeftOver(report).map((task) => task.key);
  if (left.length === 0) return 'Nothing is left to do here.';
  const verb = left.length === 1 ? 'is' : 'are';
  return `${counted(left.length, 'task')} ${verb} left over: ${keyList(left)}. ${furtherRun('this issue')}`;
}

function canceledStep(report: RunReport): string {
  if (report.isOvertaken) return `${reasonText(report)} ${TOOK_OVER}`.trim();
  const { baseCommit, finalPull } = report.run;
  const ways = [
    ...(baseCommit === null ? [] : ['`/planwright retry` goes on from there']),
    '`/planwright run` starts anew',
    ...(finalPull === null ? [] : [`merging #${finalPull} takes what is in it`]),
  ];
  return `${reasonText(report)} Work so far is kept: ${ways.join('; ')}.`.trim();
}

function pausedBecause(report: RunReport): string {
  return reasonText(report) || 'It was paused.';
}

function reasonText({ run }: RunReport): string {
  const message = inlineText(run.reason?.message ?? '', REASON_LIMIT);
  return message === '' || /[.!?…]$/.test(message) ? message : `${message}.`;
}
