import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findMarked } from '../../runner/process/process_tree.ts';
import type { OutputConsumer } from '../../runner/process/run_command.ts';
import { runInSandbox } from '../../runner/sandbox/run_in_sandbox.ts';
import type { Sandbox } from '../../runner/sandbox/sandbox.ts';
import type { Part } from '../fixtures/programs/play_runner.ts';
import { openDescriptors, zombiesOf } from '../runner/process/leftovers.ts';
import { collecting } from '../runner/process/running.ts';
import { scratchFolder } from '../runner/process/scratch.ts';
import { PROGRAMS, watchVictims } from '../runner/process/victims.ts';
import { commandIn, noSandbox, start } from '../runner/sandbox/commands.ts';
import { describeWithBubblewrap } from '../support/needs_bubblewrap.ts';

const PLAY_RUNNER = fileURLToPath(new URL('../fixtures/programs/play_runner.ts', import.meta.url));
const MEBIBYTE = 1024 * 1024;

describeWithBubblewrap('in the sandbox', (sandbox) => {
  endures(sandbox);
});
endures(noSandbox);

function endures(sandbox: Sandbox): void {
  const name = sandbox.kind === 'none' ? 'without a sandbox' : 'under bubblewrap';

  it(`500 commands one after another and 50 at once leave nothing behind, ${name}`, { timeout: 300_000 }, async () => {
    const folder = scratchFolder();
    const end = (argv: string[]) => start(sandbox, commandIn(folder, argv)).ended;
    await end(['true']);
    const before = openDescriptors();
    for (let index = 0; index < 500; index += 1) await end(['true']);
    const results = await Promise.all(Array.from({ length: 50 }, () => end(['sh', '-c', 'sleep 0.2; exit 5'])));
    expect(results.map((ended) => ended.how === 'exited' && ended.exitCode)).toEqual(Array(50).fill(5));
    expect(openDescriptors()).toBeLessThanOrEqual(before);
    expect(zombiesOf(process.pid)).toEqual([]);
  });

  it(`100 MB on both pipes arrive whole, ${name}`, { timeout: 120_000 }, async () => {
    const received = { stdout: 0, stderr: 0 };
    const argv = [process.execPath, join(PROGRAMS, 'both_pipes.mjs'), String(100 * MEBIBYTE)];
    const onOutput: OutputConsumer = (chunk, stream) => {
      received[stream] += chunk.length;
    };
    const ended = runInSandbox(sandbox, commandIn(scratchFolder(), argv), { ...collecting().options, onOutput });
    expect(await ended).toMatchObject({ how: 'exited', exitCode: 0 });
    expect(received).toEqual({ stdout: 100 * MEBIBYTE, stderr: 100 * MEBIBYTE });
  });

  /** Whatever lives in its own session, was forked twice, ignores SIGTERM or SIGHUP. */
  const kinds = ['child', 'setsid', 'double-fork', 'nohup', 'stubborn', 'hopper'];
  const victimsIn = (folder: string) => {
    const command = commandIn(folder, [join(PROGRAMS, 'victims.sh'), 'victims', ...kinds]);
    return { command, victims: watchVictims(command.worktree) };
  };
  const msUntil = async (end: Promise<unknown>): Promise<number> => {
    const from = performance.now();
    await end;
    return performance.now() - from;
  };
  /** The quickest of a few tries counts: whatever else the machine does may hold up any one of them. */
  const expectWithin = async (mostMs: number, lasting: () => Promise<number>): Promise<void> => {
    let quickest = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 5 && quickest >= mostMs; tries += 1) quickest = Math.min(quickest, await lasting());
    expect(quickest).toBeLessThan(mostMs);
  };

  it.each([
    ['gracefully', 5_000, 6_000],
    ['immediately', 5_000, 1_000],
  ] as const)(
    `all that a command started dies in time when it is cancelled %s, ${name}`,
    async (mode, graceMs, mostMs) => {
      await expectWithin(mostMs, async () => {
        const { command, victims } = victimsIn(scratchFolder());
        const { cancel, ended } = start(sandbox, command, graceMs);
        await victims.ready(kinds.length);
        if (mode === 'gracefully') cancel.graceful('the person asked');
        else cancel.immediate('the person insisted');
        const lasted = await msUntil(victims.allDead);
        expect(await ended).toMatchObject({ leftAlive: 0 });
        return lasted;
      });
    },
  );

  it(`and within a second of the runner's own SIGKILL, ${name}`, async () => {
    await expectWithin(1_000, async () => {
      const { command, victims } = victimsIn(scratchFolder());
      const part: Part = { sandbox, command };
      const runner = spawn(process.execPath, [PLAY_RUNNER, JSON.stringify(part)], { stdio: 'ignore' });
      await victims.ready(kinds.length);
      runner.kill('SIGKILL');
      return msUntil(victims.allDead);
    });
  });

  it(`a runner killed at any moment of a start leaves nothing behind, ${name}`, { timeout: 300_000 }, async () => {
    const marks = `killed-${process.pid}-${sandbox.kind}-`;
    for (let dieAfterMs = 0; dieAfterMs < 60; dieAfterMs += 1) {
      const argv = [join(PROGRAMS, 'victims.sh'), '/dev/null', 'setsid', 'double-fork', 'stubborn'];
      const part: Part = {
        sandbox,
        command: commandIn(scratchFolder(), argv),
        mark: `${marks}${dieAfterMs}`,
        dieAfterMs,
      };
      const runner = spawn(process.execPath, [PLAY_RUNNER, JSON.stringify(part)], { stdio: 'ignore' });
      const [, signal] = await once(runner, 'exit');
      expect(signal).toBe('SIGKILL');
      await expect.poll(() => findMarked(part.mark ?? ''), { timeout: 10_000, interval: 20 }).toEqual([]);
    }
    // Once more for all: what was being forked when it was looked for shows by now, and the guards look again for a while.
    await expect.poll(() => findMarked(marks), { timeout: 10_000, interval: 20 }).toEqual([]);
  });
}
