import { taskHasEnded } from '../../core/task/task_state.ts';
import { counted } from '../../core/text/counted.ts';
import { fitLine } from '../terminal/line.ts';
import type { PaintedLine } from '../terminal/live_painter.ts';
import type { Style } from '../terminal/style.ts';
import { runningDurationText } from '../text/duration.ts';
import type { TypedCommand } from '../text/own_command.ts';
import { answerWords, type OpenQuestion, openQuestionText } from '../text/question_line.ts';
import type { RunProgress } from './run_progress.ts';
import { keyColumns, taskLine } from './task_line.ts';
import type { TaskProgress } from './task_progress.ts';

/** The terminal that a frame has to fit into. */
export type Screen = {
  readonly columns: number;
  readonly rows: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly style: Style;
  readonly typed: TypedCommand;
};

/** The most waiting tasks that are listed below those at work. */
const WAITING_LIMIT = 5;
/** The most questions about the whole run that are shown. */
const QUESTIONS_LIMIT = 2;

/**
 * What is repainted: the tasks at work, some that wait where there is room, and how far the run is.
 * It never has more lines than the terminal, so that it can be painted over.
 */
export function progressFrame(progress: RunProgress, screen: Screen): PaintedLine[] {
  const tasks = [...progress.tasks.values()];
  const atWork = tasks.filter(
    (task) => !taskHasEnded(task.state) && task.state !== 'pending' && task.state !== 'ready',
  );
  const waiting = tasks.filter((task) => task.state === 'pending' || task.state === 'ready');
  const asked = progress.questions
    .slice(0, Math.max(0, Math.min(QUESTIONS_LIMIT, screen.rows - 3)))
    .map((question) => askedLine(question, screen));
  const room = Math.max(1, screen.rows - 2 - asked.length);
  const shownAtWork = atWork.slice(0, atWork.length > room ? room - 1 : room);
  const left = Math.min(WAITING_LIMIT, room - shownAtWork.length - 1);
  const shownWaiting = waiting.slice(0, Math.max(0, left));
  const context = { ...screen, columns: screen.columns - 1, keyColumns: keyColumns(tasks) };
  const lines = [...asked, ...[...shownAtWork, ...shownWaiting].map((task) => taskLine(task, context))];
  const hidden = atWork.length - shownAtWork.length;
  if (hidden > 0) lines.push(note(`and ${hidden} more at work`, screen));
  lines.push(note(howFar(progress, tasks, screen.now), screen));
  return lines;
}

/** What is asked of the whole run. */
function askedLine(question: OpenQuestion, { columns, style, typed }: Screen): PaintedLine {
  const fields = [{ text: '? run' }, { text: typed(answerWords(question)) }, { text: openQuestionText(question) }];
  return fitLine(fields, columns - 1, style);
}

function note(text: string, screen: Screen): PaintedLine {
  return fitLine([{ text, tone: 'faint' }], screen.columns - 1, screen.style);
}

/** `5 of 8 tasks done, 2 at work, 14s`. */
function howFar(progress: RunProgress, tasks: readonly TaskProgress[], now: number): string {
  const count = (test: (task: TaskProgress) => boolean) => tasks.filter(test).length;
  const succeeded = count((task) => task.state === 'succeeded');
  const bad = count((task) => taskHasEnded(task.state) && task.state !== 'succeeded');
  const atWork = count((task) => task.state === 'running');
  const parts = [
    `${succeeded} of ${counted(tasks.length, 'task')} done`,
    bad > 0 ? `${bad} did not succeed` : '',
    atWork > 0 ? `${atWork} at work` : '',
    progress.canceling ? 'ending' : '',
    runningDurationText(now - progress.run.createdAt),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
