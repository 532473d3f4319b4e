import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Cancellation } from '../../../runner/process/cancellation.ts';
import type { CommandInput } from '../../../runner/process/stdin.ts';
import { openDescriptors, zombiesOf } from './leftovers.ts';
import { run } from './running.ts';
import { scratchFolder } from './scratch.ts';
import { PROGRAMS, watchVictims } from './victims.ts';

const SYSTEM_PATH = { env: { PATH: '/usr/bin:/bin' } };

describe('how a command ends', () => {
  it('tells the exit code and all output', async () => {
    const { ended, output } = run(['sh', '-c', 'echo out; echo err >&2; exit 3']);
    expect(await ended).toMatchObject({ how: 'exited', exitCode: 3, leftAlive: 0 });
    expect(output().split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('tells the signal that killed it', async () => {
    const { ended } = run(['sh', '-c', 'kill -KILL $$']);
    expect(await ended).toMatchObject({ how: 'signaled', signal: 'SIGKILL' });
  });

  it('hands arguments on without a shell', async () => {
    const { ended, output } = run(['printf', '%s|', '$HOME', '*', 'a b', '; true', '']);
    await ended;
    expect(output()).toBe('$HOME|*|a b|; true||');
  });

  it('gives the command its environment, the mark and nothing else', async () => {
    const { ended, output } = run(['/usr/bin/env'], { env: { GREETING: 'hello' }, mark: 'the-mark' });
    await ended;
    expect(output().trim().split('\n').sort()).toEqual(['GREETING=hello', 'PLANWRIGHT_ATTEMPT_MARK=the-mark']);
  });

  it('does not give the command what Node hands on by itself', async () => {
    vi.stubEnv('NODE_V8_COVERAGE', '/nowhere');
    const { ended, output } = run(['/usr/bin/env'], { env: {} });
    await ended;
    vi.unstubAllEnvs();
    expect(output()).not.toContain('NODE_V8_COVERAGE');
  });

  it('writes stdin and closes it', async () => {
    const text = 'line\n'.repeat(100_000);
    const { ended, output } = run(['cat'], { stdin: { kind: 'given', content: text } });
    expect(await ended).toMatchObject({ how: 'exited', exitCode: 0 });
    expect(output()).toBe(text);
  });

  it('talks to a command for as long as its input is held open', async () => {
    const said: string[] = [];
    const started = Promise.withResolvers<CommandInput>();
    const { ended } = run(['sh', '-c', 'read a; echo "got $a"; read b; echo "got $b"; cat'], {
      stdin: { kind: 'held_open', begin: started.resolve },
      onOutput: async (chunk) => {
        said.push(chunk.toString());
        const input = await started.promise;
        if (said.join('') === 'got one\n') input.write('two\n');
        else input.close();
      },
    });
    (await started.promise).write('one\n');
    expect(await ended).toMatchObject({ how: 'exited', exitCode: 0 });
    expect(said.join('')).toBe('got one\ngot two\n');
    // Too late, and no failure.
    (await started.promise).write('three\n');
  });

  it('is content with a command that does not read its stdin', async () => {
    const { ended } = run(['true'], { stdin: { kind: 'given', content: 'x'.repeat(1_000_000) } });
    expect(await ended).toMatchObject({ how: 'exited', exitCode: 0 });
  });

  it.each([
    ['a program that does not exist', ['no-such-program'], SYSTEM_PATH, 'ENOENT', 'Install it'],
    ['a file that is no program', ['/etc/passwd'], {}, 'EACCES', 'chmod'],
    ['a folder that does not exist', ['true'], { cwd: '/no/such/folder' }, 'missing_directory', '/no/such/folder'],
    ['arguments that are too long', ['true', 'x'.repeat(10_000_000)], {}, 'E2BIG', 'stdin'],
    ['a NUL in an argument', ['true', 'a\0b'], {}, 'ERR_INVALID_ARG_VALUE', 'null bytes'],
  ])('says what to do about %s', async (_, argv, more, code, remedy) => {
    const ended = await run(argv, more).ended;
    expect(ended).toMatchObject({ how: 'could_not_start', code, message: expect.stringContaining(remedy) });
  });

  it('rejects with what the consumer of the output threw, and leaves nothing running', async () => {
    const onOutput = (): void => {
      throw new Error('no room');
    };
    const { ended } = run(['sh', '-c', 'echo x; exec sleep 1000'], { onOutput });
    await expect(ended).rejects.toThrow('no room');
  });
});

describe('output', () => {
  it('never blocks the command, whichever pipe it fills', async () => {
    const received = { stdout: 0, stderr: 0 };
    const size = 8 * 1024 * 1024;
    const { ended } = run([process.execPath, join(PROGRAMS, 'both_pipes.mjs'), String(size)], {
      onOutput: (chunk, stream) => {
        received[stream] += chunk.length;
      },
    });
    expect(await ended).toMatchObject({ how: 'exited', exitCode: 0 });
    expect(received).toEqual({ stdout: size, stderr: size });
  });

  it('that a grandchild holds open delays the end for a bounded time only', async () => {
    const { ended } = run(['sh', '-c', 'sleep 1000 & echo $!']);
    expect(await ended).toMatchObject({ how: 'exited', exitCode: 0, leftAlive: 0 });
  });

  it('of a grandchild that ends soon is kept', async () => {
    const { ended, output } = run(['sh', '-c', '(sleep 0.05; echo late) & exit 0']);
    expect(await ended).toMatchObject({ how: 'exited', exitCode: 0 });
    expect(output()).toBe('late\n');
  });
});

describe('stopping', () => {
  it('by timeout lets the command end in order', async () => {
    const { ended, output } = run(['sh', '-c', 'trap "echo tidy; exit 0" TERM; sleep 1000 & wait'], {
      timeoutMs: 100,
      graceMs: 5000,
    });
    expect(await ended).toMatchObject({ how: 'timed_out', timeoutMs: 100, leftAlive: 0 });
    expect(output()).toBe('tidy\n');
  });

  it('by timeout kills after the grace what ignores SIGTERM', async () => {
    const { ended } = run(['sh', '-c', 'trap "" TERM; while :; do sleep 1000; done'], { timeoutMs: 50, graceMs: 50 });
    const result = await ended;
    expect(result).toMatchObject({ how: 'timed_out', leftAlive: 0 });
    expect(result.durationMs).toBeGreaterThanOrEqual(100);
  });

  it('by timeout stays one, also where a cancellation cuts its grace short', async () => {
    const { ended, cancel } = run(['sh', '-c', 'trap "echo asked" TERM; while :; do sleep 0.05; done'], {
      timeoutMs: 50,
      graceMs: 1e9,
      onOutput: () => cancel.immediate('the person insisted'),
    });
    expect(await ended).toMatchObject({ how: 'timed_out', timeoutMs: 50, leftAlive: 0 });
  });

  it('gracefully gives the rest of the tree its grace after the command itself has ended', async () => {
    const folder = scratchFolder();
    const victims = watchVictims(folder);
    const tidy = 'trap "sleep 0.1; echo tidy; exit" TERM; sleep 1000 & echo ready >&9; wait';
    const script = `exec 9>victims; sh -c '${tidy}' & exec sleep 1000`;
    const { ended, cancel, output } = run(['sh', '-c', script], { cwd: folder, graceMs: 5000 });
    await victims.ready(1);
    cancel.graceful('the run was cancelled');
    expect(await ended).toMatchObject({ how: 'canceled', mode: 'graceful', reason: 'the run was cancelled' });
    expect(output()).toContain('tidy');
    await victims.allDead;
  });

  it('immediately cuts a grace short', async () => {
    const folder = scratchFolder();
    const victims = watchVictims(folder);
    const { ended, cancel } = run([join(PROGRAMS, 'victims.sh'), 'victims', 'stubborn'], { cwd: folder, graceMs: 1e9 });
    await victims.ready(1);
    cancel.graceful('first');
    cancel.immediate('second');
    expect(await ended).toMatchObject({ how: 'canceled', mode: 'immediate' });
    await victims.allDead;
  });

  it('before the start starts nothing', async () => {
    const folder = scratchFolder();
    const cancel = new Cancellation();
    cancel.graceful('too late');
    const { ended } = run(['touch', 'started'], { cwd: folder, cancel });
    expect(await ended).toMatchObject({ how: 'canceled', reason: 'too late', durationMs: 0 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('after the end changes nothing', async () => {
    const { ended, cancel } = run(['true']);
    const result = await ended;
    cancel.immediate('too late');
    expect(result).toMatchObject({ how: 'exited', exitCode: 0 });
  });
});

describe('many commands', () => {
  it('leave no zombie and no descriptor behind', async () => {
    await run(['true']).ended;
    const before = openDescriptors();
    for (let index = 0; index < 20; index += 1) await run(['sh', '-c', 'echo x']).ended;
    await Promise.all(Array.from({ length: 10 }, () => run(['sh', '-c', 'sleep 0.01; echo x']).ended));
    expect(openDescriptors()).toBeLessThanOrEqual(before);
    expect(zombiesOf(process.pid)).toEqual([]);
  });
});
