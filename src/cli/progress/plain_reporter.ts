import type { TypedCommand } from '../text/own_command.ts';
import { plainLine, waitLine } from './plain_line.ts';
import type { Reporter } from './reporter.ts';
import type { RunProgress } from './run_progress.ts';

/** One line for each change of state: for files, pipes, and terminals that cannot repaint. */
export function plainReporter(write: (text: string) => unknown, typed: TypedCommand): Reporter {
  let progress: RunProgress | undefined;
  return {
    note: (text) => write(`${text}\n`),
    begin: (begun) => {
      progress = begun;
    },
    event: (event, read) => {
      if (progress === undefined || read === undefined) return;
      const line = plainLine(event, read, progress, typed);
      if (line !== undefined) write(`${line}\n`);
    },
    waits: (told) => write(`${waitLine(told, Date.now())}\n`),
    end: () => undefined,
  };
}

/** Every event as a JSON line, for machines. Notes are `{"note":…}`, what tasks wait for `{"waiting":{"tasks":[…],"waitsFor":…}}`. */
export function jsonReporter(write: (text: string) => unknown): Reporter {
  return {
    note: (text) => write(`${JSON.stringify({ note: text })}\n`),
    begin: () => undefined,
    event: (event) => write(`${JSON.stringify(event)}\n`),
    waits: (told) => write(`${JSON.stringify({ waiting: told })}\n`),
    end: () => undefined,
  };
}
