import { split } from 'shlex';
import type { Argv } from '../plan.ts';

/** Splits one line into a program and its arguments by POSIX quoting, without expansion; undefined when a quote stays open. */
export function splitCommand(line: string): Argv | undefined {
  try {
    return split(line);
  } catch {
    return undefined;
  }
}
