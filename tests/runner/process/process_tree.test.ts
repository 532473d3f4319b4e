import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../runner/process/clock.ts';
import { killAll, signal } from '../../../runner/process/kill_tree.ts';
import { identify, isAlive, type ProcessRow, parseStat, readProcess } from '../../../runner/process/process_table.ts';
import { findMarked, findMembers } from '../../../runner/process/process_tree.ts';

const NOBODY = { mark: 'no-process-bears-this', channels: [] };
/** Numbers beyond the kernel's largest, so that no real process is looked at. */
const BASE = 10_000_000;

function row(pid: number, more: Partial<ProcessRow> = {}): ProcessRow {
  return { pid: BASE + pid, startTicks: 100, parentPid: 1, groupId: 1, sessionId: 1, ...more };
}

describe('/proc/<pid>/stat', () => {
  it('is read right whatever the program is called', () => {
    const rest = Array.from({ length: 15 }, () => '0').join(' ');
    expect(parseStat(7, `7 (a) R 1 (b) S 5 6 4 ${rest} 777 0`)).toEqual({
      pid: 7,
      startTicks: 777,
      parentPid: 5,
      groupId: 6,
      sessionId: 4,
    });
  });

  it('that is cut short is no process', () => {
    expect(parseStat(7, '7 (sh) S 5 6')).toBeUndefined();
  });
});

describe('the members of a tree', () => {
  const leader = row(1);

  it('are its leader, its session, its group and all that descend from them', () => {
    const table = [
      leader,
      row(2, { sessionId: leader.pid }),
      row(3, { groupId: leader.pid }),
      row(4, { parentPid: BASE + 3, sessionId: 4 }),
      row(5, { parentPid: BASE + 4, sessionId: 5 }),
      row(6),
    ];
    const found = findMembers({ ...NOBODY, leader }, table).map((member) => member.pid - BASE);
    expect(found.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('are not the processes of a stranger that got the number of the leader', () => {
    const stranger = row(1, { startTicks: 200, sessionId: BASE + 1, groupId: BASE + 1 });
    const table = [stranger, row(2, { startTicks: 201, sessionId: BASE + 1, parentPid: BASE + 1 })];
    expect(findMembers({ ...NOBODY, leader }, table)).toEqual([]);
  });

  it('are none that started before the leader', () => {
    const table = [leader, row(2, { startTicks: 99, sessionId: leader.pid })];
    expect(findMembers({ ...NOBODY, leader }, table)).toEqual([leader]);
  });

  it('do not lose the session when the leader is gone', () => {
    const orphan = row(2, { sessionId: leader.pid });
    expect(findMembers({ ...NOBODY, leader }, [orphan])).toEqual([orphan]);
  });
});

describe('a signal', () => {
  it('never reaches a process that got the number of another', async () => {
    const child = spawn('sleep', ['1000']);
    const identity = identify(child.pid ?? 0);
    if (identity === undefined) throw new Error('the child is not in /proc');
    const earlier = { pid: identity.pid, startTicks: identity.startTicks - 1 };
    expect(isAlive(earlier)).toBe(false);
    expect(signal(earlier, 'SIGKILL')).toBe(false);
    expect(readProcess(identity.pid)).toBeDefined();
    expect(signal(identity, 'SIGKILL')).toBe(true);
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
  });
});

describe('a group', () => {
  const killGroupOf = async (startedEarlier: number) => {
    const child = spawn('sleep', ['1000'], { detached: true });
    const identity = identify(child.pid ?? 0);
    if (identity === undefined) throw new Error('the child is not in /proc');
    const leader = { pid: identity.pid, startTicks: identity.startTicks - startedEarlier };
    const none = () => [];
    const traits = { ...NOBODY, groupId: identity.pid, leader };
    expect(await killAll({ traits, members: none, stoppable: none }, systemClock, 0)).toBe(0);
    child.kill('SIGTERM');
    const [, by] = await once(child, 'exit');
    return by;
  };

  it('is killed as one, by the number that its leader bears', async () => {
    expect(await killGroupOf(0)).toBe('SIGKILL');
  });

  it('is none of ours where a stranger bears that number', async () => {
    expect(await killGroupOf(1)).toBe('SIGTERM');
  });
});

describe('what a dead runner left', () => {
  it('is found by the beginning of its marks', async () => {
    const child = spawn('sleep', ['1000'], {
      env: { ...process.env, PLANWRIGHT_ATTEMPT_MARK: `old-${process.pid}.7` },
    });
    expect(findMarked(`old-${process.pid}.`).map((found) => found.pid)).toEqual([child.pid]);
    expect(findMarked(`older-${process.pid}.`)).toEqual([]);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
});
