import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../runner/sandbox/sandbox.ts';
import type { Part } from '../../fixtures/programs/play_runner.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import { scratchFolder } from '../process/scratch.ts';
import { PROGRAMS, type Victims, watchVictims } from '../process/victims.ts';
import { commandIn, noSandbox, start } from './commands.ts';

const KINDS = ['child', 'setsid', 'double-fork', 'nohup', 'stubborn', 'hopper', 'bare-talking'];
const PLAY_RUNNER = fileURLToPath(new URL('../../fixtures/programs/play_runner.ts', import.meta.url));

describeWithBubblewrap('every process of a command, in the sandbox', (sandbox) => {
  dies(sandbox, [...KINDS, 'bare']);
});

/** Without a pid namespace a process that left its session, environment and output cannot be told from any other. */
describe('every process of a command but the bare one, without a sandbox', () => {
  dies(noSandbox, KINDS);
});

function dies(sandbox: Sandbox, kinds: readonly string[]): void {
  it('dies within the grace when the command is cancelled gracefully', async () => {
    const { victims, command } = prepare(kinds);
    const { cancel, ended } = start(sandbox, command);
    await victims.ready(kinds.length);
    cancel.graceful('the person asked');
    expect(await ended).toMatchObject({ how: 'canceled', mode: 'graceful', leftAlive: 0 });
    await victims.allDead;
  });

  it('dies long before any grace is over when the command is cancelled immediately', async () => {
    const { victims, command } = prepare(kinds);
    const { cancel, ended } = start(sandbox, command, 1e9);
    await victims.ready(kinds.length);
    const canceledAt = performance.now();
    cancel.immediate('the person insisted');
    expect(await ended).toMatchObject({ how: 'canceled', mode: 'immediate', leftAlive: 0 });
    await victims.allDead;
    expect(performance.now() - canceledAt).toBeLessThan(10_000);
  });

  it('dies when the runner is killed with SIGKILL', async () => {
    const { victims, command } = prepare(kinds);
    const runner = playRunner({ sandbox, command });
    await victims.ready(kinds.length);
    runner.kill('SIGKILL');
    await victims.allDead;
  });

  it('dies when the command itself ends and leaves the others running', async () => {
    const { victims, command } = prepare(kinds);
    // Opening a named pipe waits for its other end, which is this test.
    const script = 'mkfifo go; sh "$0" "$@" & : <go; exit 7';
    const [program = '', ...rest] = command.argv;
    const { ended } = start(sandbox, { ...command, argv: ['sh', '-c', script, program, ...rest] });
    await victims.ready(kinds.length);
    await writeFile(join(command.worktree, 'go'), '');
    expect(await ended).toMatchObject({ how: 'exited', exitCode: 7, leftAlive: 0 });
    await victims.allDead;
  });
}

function prepare(kinds: readonly string[]): { victims: Victims; command: ReturnType<typeof commandIn> } {
  const folder = scratchFolder();
  const argv = [join(PROGRAMS, 'victims.sh'), 'victims', ...kinds];
  const command = commandIn(folder, argv);
  return { victims: watchVictims(command.worktree), command };
}

function playRunner(part: Part): ChildProcess {
  return spawn(process.execPath, [PLAY_RUNNER, JSON.stringify(part)], { stdio: ['ignore', 'ignore', 'inherit'] });
}
