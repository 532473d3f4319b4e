import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { withFileLock } from '../../../runner/git/lock.ts';
import { makeScratchFolder, type ScratchFolder } from '../../support/git_repository.ts';

let scratch: ScratchFolder;
beforeEach(async () => {
  scratch = await makeScratchFolder();
});
afterEach(async () => await scratch.remove());

const lockModule = fileURLToPath(new URL('../../../runner/git/lock.ts', import.meta.url));

/** Another process that takes the lock, says so, and keeps it until it is killed; `body` says so. */
async function otherHolder(file: string, body: string) {
  const program = `
    import { spawn } from 'node:child_process';
    import { withFileLock } from ${JSON.stringify(lockModule)};
    // Reachable for good: what nobody can reach is collected with the open file, and the lock is free.
    const kept = new Promise((resolve) => setInterval(resolve, 1_000_000));
    await withFileLock(${JSON.stringify(file)}, async (heldFile) => { ${body} await kept; });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [chunk] = await once(child.stdout, 'data');
  return { child, said: String(chunk).trim() };
}

test('one at a time, in the order of asking', async () => {
  const file = join(scratch.path, 'lock');
  const order: string[] = [];
  const enter = (name: string) =>
    withFileLock(file, async () => {
      order.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} out`);
    });
  await Promise.all([enter('a'), enter('b'), enter('c')]);
  expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
});

test('work that fails gives the lock back', async () => {
  const file = join(scratch.path, 'lock');
  await expect(withFileLock(file, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await withFileLock(file, async () => 'next')).toBe('next');
});

test('the lock of a process that was killed is free', async () => {
  const file = join(scratch.path, 'lock');
  const { child } = await otherHolder(file, `console.log('held');`);
  let entered = false;
  const waiting = withFileLock(file, async () => {
    entered = true;
  });
  expect(entered).toBe(false);
  child.kill('SIGKILL');
  await waiting;
  expect(entered).toBe(true);
});

test('waiting can be given up', async () => {
  const file = join(scratch.path, 'lock');
  const { child } = await otherHolder(file, `console.log('held');`);
  const waiting = withFileLock(file, async () => 'never', AbortSignal.timeout(20));
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  child.kill('SIGKILL');
});

test('a child that inherited the lock keeps it when its parent is killed', async () => {
  const file = join(scratch.path, 'lock');
  const { child, said } = await otherHolder(
    file,
    `const sleeper = spawn('sleep', ['600'], { stdio: ['ignore', 'ignore', 'ignore', heldFile] });
     console.log(sleeper.pid);`,
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  await expect(withFileLock(file, async () => 'too early', AbortSignal.timeout(20))).rejects.toThrow();
  process.kill(Number(said), 'SIGKILL');
  expect(await withFileLock(file, async () => 'free')).toBe('free');
});
