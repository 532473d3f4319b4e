import { FREE_SLOT } from '../../core/schedule/waits_for.ts';
import { attemptText } from '../../core/text/attempt_text.ts';
import { counted } from '../../core/text/counted.ts';
import { durationText } from '../../text/duration.ts';
import { displayWidth } from '../terminal/display_width.ts';
import { type Field, fitLine } from '../terminal/line.ts';
import type { PaintedLine } from '../terminal/live_painter.ts';
import type { Style } from '../terminal/style.ts';
import { runningDurationText } from '../text/duration.ts';
import type { TypedCommand } from '../text/own_command.ts';
import { answerWords, openQuestionText } from '../text/question_line.ts';
import { GLYPHS } from './glyph.ts';
import type { TaskProgress } from './task_progress.ts';

/** What a line is drawn for. */
export type LineContext = {
  /** Columns of the terminal. */
  readonly columns: number;
  /** Columns of the keys. */
  readonly keyColumns: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly style: Style;
  readonly typed: TypedCommand;
};

/** Keys longer than this are not lined up. */
const KEY_COLUMNS_LIMIT = 20;
const TIME_COLUMNS = 6;

/** Columns that line the keys up. */
export function keyColumns(tasks: Iterable<{ readonly key: string }>): number {
  let columns = 1;
  for (const { key } of tasks) columns = Math.max(columns, Math.min(displayWidth(key), KEY_COLUMNS_LIMIT));
  return columns;
}

/** One task as it stands, on one line. */
export function taskLine(task: TaskProgress, context: LineContext): PaintedLine {
  const { sign, tone } = GLYPHS[task.state];
  const faint = tone === 'faint';
  const fields: Field[] = [
    { text: `${sign} ${task.key}`, columns: context.keyColumns + 2, tone },
    { text: timeOf(task, context.now), columns: TIME_COLUMNS },
    ...detailsOf(task, context),
  ];
  return fitLine(
    fields.map((field) => (faint ? { ...field, tone } : field)),
    context.columns,
    context.style,
  );
}

function timeOf(task: TaskProgress, now: number): string {
  if (task.state === 'running') return runningDurationText(now - (task.attemptSince ?? now));
  if (task.ended !== null && task.ended.attempts > 0) return durationText(task.ended.workedMs);
  return '';
}

function detailsOf(task: TaskProgress, { now, typed }: LineContext): Field[] {
  switch (task.state) {
    case 'pending':
      return [{ text: `after ${task.dependencies.join(', ')}` }];
    case 'ready':
      return [{ text: `waits for ${task.waitsFor ?? (task.attempts > 0 ? 'another attempt' : FREE_SLOT)}` }];
    case 'running':
      if (task.questions.length > 0) return asked(task, typed);
      return [
        { text: task.canceling ? 'ending' : (task.agent ?? 'command') },
        { text: task.attempts > 1 ? attemptText(task.attempts, task) : '' },
        { text: task.progress, tone: 'faint' },
      ];
    case 'blocked':
      if (task.takenBy !== null) return [{ text: `in the hands of ${task.takenBy}` }];
      return asked(task, typed);
    case 'retrying':
      return [
        { text: `${attemptText(task.attempts + 1, task)} in ${runningDurationText((task.dueAt ?? now) - now)}` },
        { text: task.failure, tone: 'faint' },
      ];
    case 'in_review':
      return [{ text: 'merging' }];
    case 'succeeded':
      return succeededDetails(task);
    case 'failed':
    case 'quarantined':
    case 'canceled':
      return [{ text: task.reason?.message ?? task.state }];
    case 'skipped':
      return [{ text: `skipped: ${task.reason?.message ?? 'by a person'}` }];
    default:
      return task.state satisfies never;
  }
}

function asked({ questions }: TaskProgress, typed: TypedCommand): Field[] {
  const [first] = questions;
  if (first === undefined) return [{ text: 'waits for an answer' }];
  return [{ text: 'asks' }, { text: typed(answerWords(first)) }, { text: openQuestionText(first) }];
}

function succeededDetails(task: TaskProgress): Field[] {
  const view = task.ended;
  if (view === null) return [];
  const latest = view.latest;
  const changed = latest !== null && view.commit !== null;
  return [
    { text: view.attempts > 1 ? counted(view.attempts, 'attempt') : '' },
    { text: view.commit === null ? (view.attempts === 0 ? 'done before' : 'nothing to merge') : (view.branch ?? '') },
    { text: changed ? `+${latest.insertions} −${latest.deletions}` : '', tone: 'faint' },
  ];
}
