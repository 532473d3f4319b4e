import { readFileSync } from 'node:fs';
import { readProcessTable } from '../../runner/process/process_table.ts';

/** The process id of the runner that a local plan has started for this database; undefined where there is none. */
export function runnerOf(databaseFile: string): number | undefined {
  const found = readProcessTable().filter(({ pid }) => commandLine(pid).endsWith(`runner --local ${databaseFile} `));
  // What it has just forked bears its command line until it starts a program of its own, and may have the smaller number.
  return found.find(({ parentPid }) => found.every(({ pid }) => pid !== parentPid))?.pid;
}

/** Empty where the process has gone meanwhile. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
