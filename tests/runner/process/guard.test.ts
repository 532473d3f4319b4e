import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type ProcessRow, readProcessTable } from '../../../runner/process/process_table.ts';
import { commandIn, noSandbox } from '../sandbox/commands.ts';
import { run } from './running.ts';
import { scratchFolder } from './scratch.ts';
import { PROGRAMS, watchVictims } from './victims.ts';

const PLAY_RUNNER = fileURLToPath(new URL('../../fixtures/programs/play_runner.ts', import.meta.url));

function guardsOf(runnerPid: number): ProcessRow[] {
  const isGuard = ({ pid }: ProcessRow): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/runner/process/guard.');
    } catch {
      return false;
    }
  };
  return readProcessTable().filter((row) => row.parentPid === runnerPid && isGuard(row));
}

/** Whether a guard has come so far that it listens. */
function catchesSignals({ pid }: Pick<ProcessRow, 'pid'>): boolean {
  // Bits 1, 2 and 15 of the mask of caught signals (proc_pid_status(5)): SIGHUP, SIGINT, SIGTERM.
  const mask = (1n << 0n) | (1n << 1n) | (1n << 14n);
  const caught = BigInt(`0x${/SigCgt:\s*(\w+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]}`);
  return (caught & mask) === mask;
}

it('there is one guard for all commands of a process, and a new one where it was killed', async () => {
  await Promise.all([run(['true']).ended, run(['true']).ended]);
  const [first, ...others] = guardsOf(process.pid);
  if (first === undefined) throw new Error('there is no guard');
  expect(others).toEqual([]);
  const { ended, cancel } = run(['sleep', '1000']);
  process.kill(first.pid, 'SIGKILL');
  await expect.poll(() => guardsOf(process.pid).filter(({ pid }) => pid !== first.pid)).toHaveLength(1);
  cancel.immediate('the test is over');
  await ended;
});

it('a new guard knows what was at work before it', async () => {
  const folder = scratchFolder();
  const command = commandIn(folder, [join(PROGRAMS, 'victims.sh'), 'victims', 'setsid']);
  const victims = watchVictims(command.worktree);
  const runner = spawn(process.execPath, [PLAY_RUNNER, JSON.stringify({ sandbox: noSandbox, command })]);
  await victims.ready(1);
  const [first] = guardsOf(runner.pid ?? 0);
  if (first === undefined) throw new Error('there is no guard');
  process.kill(first.pid, 'SIGKILL');
  const next = () => guardsOf(runner.pid ?? 0).filter(({ pid }) => pid !== first.pid);
  await expect.poll(() => next().some(catchesSignals), { timeout: 10_000 }).toBe(true);
  runner.kill('SIGKILL');
  await victims.allDead;
});

it('the guard has no secret and does not end by the signals that end its runner', async () => {
  await run(['true']).ended;
  const [guard] = guardsOf(process.pid);
  if (guard === undefined) throw new Error('there is no guard');
  expect(readFileSync(`/proc/${guard.pid}/environ`, 'utf8')).toBe('');
  expect(guard.sessionId).toBe(guard.pid);
  await expect.poll(() => catchesSignals(guard)).toBe(true);
});

it('neither the guard nor a finished command keeps its process from ending', async () => {
  const command = commandIn(scratchFolder(), ['sh', '-c', 'exit 3']);
  const runner = spawn(process.execPath, [PLAY_RUNNER, JSON.stringify({ sandbox: noSandbox, command })]);
  const chunks: Buffer[] = [];
  runner.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [exitCode] = await once(runner, 'close');
  expect([exitCode, Buffer.concat(chunks).toString()]).toEqual([0, expect.stringContaining('"exitCode":3')]);
});
