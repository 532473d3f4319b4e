import { costText } from '../../core/text/cost_text.ts';
import { counted } from '../../core/text/counted.ts';
import { runName } from '../../core/text/run_name.ts';
import { shortCommit } from '../../core/text/short_commit.ts';
import type { RunResponse } from '../../protocol/operator.ts';
import type { TaskView } from '../../protocol/views.ts';
import { durationText } from '../../text/duration.ts';
import { displayWidth, padEnd, padStart } from '../terminal/display_width.ts';
import { printable } from '../terminal/printable.ts';
import type { Style } from '../terminal/style.ts';
import { GLYPHS } from './glyph.ts';

/** The longest reason that the summary prints, in characters; `task show` has all of it. */
const REASON_LIMIT = 400;

/** What became of a run, for people: tasks, attempts, commits, branches, durations, and why what failed did. */
export function runSummary(snapshot: RunResponse, style: Style): string {
  const { run, tasks } = snapshot;
  const lines = [style('strong', headline(snapshot)), '', ...table(tasks, style)];
  const whys = tasks.filter((task) => task.reason !== null && task.state !== 'succeeded');
  if (whys.length > 0) {
    lines.push('', 'Why:');
    for (const task of whys) lines.push(`  ${task.key}: ${reasonText(task)}`);
  }
  const waiting = tasks.filter((task) => task.waitsFor !== null);
  if (waiting.length > 0) lines.push('', 'Waiting:', ...waiting.map((task) => `  ${task.key}: for ${task.waitsFor}`));
  lines.push('', totals(snapshot));
  if (run.integrationHead !== null) {
    lines.push(`Integration branch: ${run.integrationBranch} at ${shortCommit(run.integrationHead)}`);
  }
  return lines.join('\n');
}

function headline({ run }: RunResponse): string {
  const took = run.endedAt === null ? '' : ` after ${durationText(run.endedAt - run.createdAt)}`;
  const why = run.reason === null ? '.' : `: ${printable(run.reason.message)}`;
  return `Run ${printable(runName(run))} ${run.state}${took}${why}`;
}

function table(tasks: readonly TaskView[], style: Style): string[] {
  const rows = tasks.map((task) => [
    printable(task.key),
    task.state,
    String(task.attempts),
    task.attempts === 0 ? '' : durationText(task.workedMs),
    task.commit === null ? '' : shortCommit(task.commit),
    task.branch !== null && task.commit !== null ? printable(task.branch) : '',
  ]);
  const titles = ['task', 'state', 'attempts', 'time', 'commit', 'branch'];
  const widths = titles.map((title, column) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const join = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 2 || column === 3 ? padStart(cell, width) : padEnd(cell, width);
      })
      .join('  ')
      .trimEnd();
  return [
    style('faint', `  ${join(titles)}`),
    ...rows.map((row, index) => {
      const { sign, tone } = GLYPHS[tasks[index]?.state ?? 'pending'];
      return `${style(tone, sign)} ${join(row)}`;
    }),
  ];
}

function reasonText(task: TaskView): string {
  const text = printable(task.reason?.message ?? '');
  return text.length > REASON_LIMIT ? `${text.slice(0, REASON_LIMIT)}…` : text;
}

function totals({ run, tasks }: RunResponse): string {
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(task.state, (counts.get(task.state) ?? 0) + 1);
  const states = [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
  const attempts = tasks.reduce((sum, task) => sum + task.attempts, 0);
  const cost = costText(run.usage);
  const commits = tasks.filter((task) => task.mergeCommit !== null).length;
  return `${counted(tasks.length, 'task')}: ${states}. ${counted(attempts, 'attempt')}, ${counted(commits, 'commit')} merged.${cost === null ? '' : ` Cost: ${cost}.`}`;
}
