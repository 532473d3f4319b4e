import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process beyond doubt: its number is reused by the kernel, number and start time together are not. */
export type ProcessIdentity = {
  readonly pid: number;
  /** Clock ticks since boot, field 22 of `/proc/<pid>/stat`. */
  readonly startTicks: number;
};

/** One living process, as `/proc` told at one moment. Zombies are dead and never listed. */
export type ProcessRow = ProcessIdentity & {
  readonly parentPid: number;
  readonly groupId: number;
  readonly sessionId: number;
};

/** The process with this number, or undefined where none lives (or this system has no `/proc`). */
export function readProcess(pid: number): ProcessRow | undefined {
  const text = readStat(pid);
  return text === undefined || isDead(text) ? undefined : parseStat(pid, text);
}

/** The identity of a child that was just started, also where it has ended already but was not waited for. */
export function identify(pid: number): ProcessIdentity | undefined {
  const text = readStat(pid);
  const row = text === undefined ? undefined : parseStat(pid, text);
  return row === undefined ? undefined : { pid, startTicks: row.startTicks };
}

/** Reads `/proc/<pid>/stat` (proc_pid_stat(5)). The program's name may hold spaces and brackets, so fields count from its last bracket. */
export function parseStat(pid: number, text: string): ProcessRow | undefined {
  const fields = fieldsAfterName(text);
  const [parentPid, groupId, sessionId] = fields.slice(1, 4).map(Number);
  const startTicks = Number(fields[19]);
  if (parentPid === undefined || groupId === undefined || sessionId === undefined || Number.isNaN(startTicks)) {
    return undefined;
  }
  return { pid, startTicks, parentPid, groupId, sessionId };
}

function readStat(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
}

function fieldsAfterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function isDead(stat: string): boolean {
  const state = fieldsAfterName(stat)[0];
  return state === 'Z' || state === 'X';
}

/** Every living process that this one may see. Reads synchronously: a snapshot taken in pieces would miss forks. */
export function readProcessTable(): ProcessRow[] {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  const rows: ProcessRow[] = [];
  for (const name of names) {
    if (!/^[0-9]+$/.test(name)) continue;
    const row = readProcess(Number(name));
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** True while exactly this process lives, not another one that got its number. */
export function isAlive(identity: ProcessIdentity): boolean {
  return readProcess(identity.pid)?.startTicks === identity.startTicks;
}

/** True where the process was started with this variable and a value that begins with `prefix`. */
export function hasInEnvironment(pid: number, variable: string, prefix: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${variable}=${prefix}`);
  } catch {
    return false;
  }
}

/** What a process has as stdout and stderr where that is a pipe or socket, as the kernel names it (`socket:[123]`). */
export function outputChannels(pid: number): string[] {
  const channels: string[] = [];
  for (const descriptor of [1, 2]) {
    try {
      const target = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
      if (/^(socket|pipe):\[/.test(target)) channels.push(target);
    } catch {
      // Gone meanwhile, or another user's: nothing to say about it.
    }
  }
  return channels;
}
