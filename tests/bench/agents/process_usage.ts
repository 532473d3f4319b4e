import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What `/proc` counts in, in a second: `getconf CLK_TCK`. */
const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK']).toString());
/** Fields of `/proc/<pid>/stat` behind the name: what the process itself used, and from there on what its children did. */
const OWN_TIME = 11;
const CHILDRENS_TIME = 13;
const BEHIND_CHILDRENS_TIME = 15;

/**
 * Milliseconds of processor time that were used so far by a process and all children that it waited for, or by those
 * children alone.
 */
export function processorMs(pid: number, whose: 'all' | 'children' = 'all'): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields
    .slice(whose === 'all' ? OWN_TIME : CHILDRENS_TIME, BEHIND_CHILDRENS_TIME)
    .reduce((sum, field) => sum + Number(field), 0);
  return (ticks * 1_000) / TICKS_PER_SECOND;
}

/** The most memory that a process alone ever held, in MB of 1,000,000 bytes. */
export function peakMemoryMb(pid: number): number {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (found === undefined) throw new Error(`The system does not tell how much memory ${pid} held.`);
  return (Number(found) * 1_024) / 1_000_000;
}

/** The processes that a process started and that still run. */
export function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}
