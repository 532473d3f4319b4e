import { durationSetting } from '../../text/duration.ts';
import { moneyText } from '../../text/money.ts';
import { analysePlan } from './analyse_plan.ts';
import { findOverlaps } from './overlaps.ts';
import type { Plan, PlanProblem, PlanWarning } from './plan.ts';

const OVERLAPS_SHOWN = 20;

/** What `plan check` says of a plan that can start. Ends with a line break. */
export function planCheckText(plan: Plan, warnings: readonly PlanWarning[]): string {
  const { waves, criticalPath, groups } = analysePlan(plan);
  const done = plan.tasks.filter((task) => task.done).length;
  const counts = [
    count(plan.tasks.length, 'task'),
    ...(groups.length > 0 ? [count(groups.length, 'group')] : []),
    count(waves.length, 'wave'),
  ];
  const groupLines = groups.map(({ group, tasks }) => {
    const after = group.after.length > 0 ? ` (after ${group.after.join(', ')})` : '';
    return [`${group.id}${after}`, `${oneLine(group.title)}: ${tasks.join(', ') || 'no tasks of its own'}`] as const;
  });
  const duration = criticalPath.durationMs ? `, about ${durationSetting(criticalPath.durationMs)}` : '';
  const sections = [
    `${counts.join(', ')}${done > 0 ? `, ${done} already done` : ''}. ${plan.settings.approvePlan === true ? 'This plan waits for approval before it starts.' : 'This plan can start.'}`,
    table('Groups', groupLines),
    table(
      'Waves',
      waves.map((ids, index) => [String(index + 1), ids.join(', ')] as const),
    ),
    `Critical path (${count(criticalPath.tasks.length, 'task')}${duration})\n  ${criticalPath.tasks.join(' → ') || 'nothing left to do'}`,
    overlapsText(plan),
    approvalsText(plan),
    budgetText(plan),
    warnings.length > 0 ? ['Worth a look', ...warnings.map(problemLine)].join('\n  ') : '',
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function approvalsText(plan: Plan): string {
  const keysOf = (when: 'before' | 'after') =>
    plan.tasks.filter(({ done, settings }) => !done && settings.approve?.includes(when) === true).map(({ id }) => id);
  const [before, after] = [keysOf('before').join(', '), keysOf('after').join(', ')];
  const lines = [
    ...(before === '' ? [] : [`  before they begin: ${before}`]),
    ...(after === '' ? [] : [`  before their work is merged: ${after}`]),
  ];
  return lines.length === 0 ? '' : ["Wait for a person's approval", ...lines].join('\n');
}

function budgetText({ settings: { budget } }: Plan): string {
  if (budget === undefined) return '';
  const amounts = [
    ...(budget.costMicros === null ? [] : [moneyText(budget.costMicros)]),
    ...(budget.tokens === null ? [] : [count(budget.tokens, 'token')]),
  ];
  return `Budget\n  ${amounts.join(' and ')}; when it is used up no agent begins, until somebody raises it`;
}

function overlapsText(plan: Plan): string {
  const { found } = findOverlaps(plan);
  const lines = found.slice(0, OVERLAPS_SHOWN).map(({ task, others, by }) => {
    const what = by.kind === 'lock' ? `the lock ${by.what}` : oneLine(by.what);
    return `  ${task} and ${others.join(', ')}: ${what}`;
  });
  const left = found.length - lines.length;
  if (lines.length === 0) return '';
  return ['Not at the same time', ...lines, ...(left > 0 ? [`  and ${left} more`] : [])].join('\n');
}

/** What `plan check` and `plan run` say of a plan that cannot start. Ends with a line break. */
export function planProblemsText(problems: readonly PlanProblem[], fileName: string): string {
  const things = count(problems.length, 'thing');
  return [
    `${oneLine(fileName)} cannot start: ${things} to mend.`,
    '',
    ...problems.map((problem) => `  ${problemLine(problem)}`),
    '',
  ].join('\n');
}

/** One problem or warning on one line: `line 14: … Did you mean …?` */
export function problemLine(problem: PlanProblem): string {
  return oneLine(`line ${problem.line}: ${problem.message} ${problem.mend}`);
}

/**
 * The `data` of `plan check --format json`.
 * @param plan with all that holds for it
 * @param hash of the plan as it is written
 */
export function planCheckJson(plan: Plan, hash: string, warnings: readonly PlanWarning[]) {
  const { waves, criticalPath, groups } = analysePlan(plan);
  return {
    hash,
    settings: plan.settings,
    groups: groups.map(({ group, tasks }) => ({ ...group, tasks })),
    tasks: plan.tasks,
    waves,
    criticalPath,
    overlaps: findOverlaps(plan).found,
    warnings,
  };
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.length === 0 ? '' : [title, ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)].join('\n');
}

/** Without line breaks and terminal control sequences, which titles may hold. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
