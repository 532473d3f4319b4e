import { taskHasEnded } from '../../core/task/task_state.ts';
import { fitLine } from '../terminal/line.ts';
import { LivePainter, type PaintedLine } from '../terminal/live_painter.ts';
import type { Style } from '../terminal/style.ts';
import type { TypedCommand } from '../text/own_command.ts';
import { progressFrame } from './frame.ts';
import type { Reporter } from './reporter.ts';
import type { RunProgress } from './run_progress.ts';
import { keyColumns, taskLine } from './task_line.ts';

/** How often the running times are painted anew. */
const REPAINT_MS = 250;

/** Repaints one line for each task at work; finished tasks scroll up as lasting lines. */
export function liveReporter(terminal: NodeJS.WriteStream, style: Style, typed: TypedCommand): Reporter {
  const painter = new LivePainter(terminal);
  let progress: RunProgress | undefined;
  const screen = () => ({ columns: terminal.columns ?? 80, rows: terminal.rows ?? 24, now: Date.now(), style, typed });
  const paint = (lasting: readonly PaintedLine[]) => {
    painter.paint(lasting, progress === undefined ? [] : progressFrame(progress, screen()));
  };
  const repaint = () => paint([]);
  const timer = setInterval(repaint, REPAINT_MS);
  terminal.on('resize', repaint);
  return {
    note: (text) => paint(text.split('\n').map((line) => fitLine([{ text: line }], Number.MAX_SAFE_INTEGER, style))),
    begin: (begun) => {
      progress = begun;
      repaint();
    },
    event: (event, read) => {
      const task = event.task === null ? undefined : progress?.tasks.get(event.task);
      if (progress === undefined || task === undefined) return;
      if (read?.kind !== 'task_moved' || !taskHasEnded(read.to)) return;
      const { columns, ...rest } = screen();
      paint([taskLine(task, { ...rest, columns: columns - 1, keyColumns: keyColumns(progress.tasks.values()) })]);
    },
    // The line of a task that waits says what for.
    waits: () => undefined,
    end: () => {
      clearInterval(timer);
      terminal.off('resize', repaint);
      painter.end();
    },
  };
}
