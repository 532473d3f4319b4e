import { readdirSync, readFileSync } from 'node:fs';
import { readProcessTable } from '../../../runner/process/process_table.ts';

/** How many descriptors this process has open. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/** The children of a process that are dead and were not waited for. */
export function zombiesOf(parentPid: number): number[] {
  const living = new Set(readProcessTable().map((row) => row.pid));
  const threads = readdirSync(`/proc/${parentPid}/task`).map((thread) => `/proc/${parentPid}/task/${thread}`);
  return threads.flatMap(childrenOf).filter((pid) => !living.has(pid));
}

function childrenOf(thread: string): number[] {
  return readFileSync(`${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}
