import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OwnerLock, ownerFile, readOwner, takeOwnerLock } from '../../../src/store/client/owner_lock.ts';

const me = { address: 'http://127.0.0.1:4000', token: 'mine' };
let folder: string;
let databaseFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planwright-owner-'));
  databaseFile = join(folder, 'new', 'planwright.db');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function take(): Promise<OwnerLock> {
  const result = await takeOwnerLock(databaseFile, me);
  if (result.kind !== 'taken') throw new Error('somebody else has the lock');
  return result.lock;
}

async function startOwner(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'programs/own_database.ts'), databaseFile], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  expect(String(line)).toBe('taken\n');
  return child;
}

it('tells everybody else who the owner is', async () => {
  const lock = await take();
  const owner = { ...me, pid: process.pid };
  expect(await takeOwnerLock(databaseFile, me)).toEqual({ kind: 'owned', owner });
  expect(await readOwner(databaseFile)).toEqual(owner);
  await lock.release();
});

it('has no owner before the first and after a release', async () => {
  expect(await readOwner(databaseFile)).toBeUndefined();
  const lock = await take();
  await lock.release();
  expect(await readOwner(databaseFile)).toBeUndefined();
  await (await take()).release();
});

it('shows what the owner published last, to its user alone', async () => {
  const lock = await take();
  await lock.publish({ address: 'http://127.0.0.1:5', token: 'short' });
  expect(await readOwner(databaseFile)).toEqual({ address: 'http://127.0.0.1:5', token: 'short', pid: process.pid });
  expect((await stat(ownerFile(databaseFile))).mode & 0o777).toBe(0o600);
  await lock.release();
});

it('outlives nobody: the lock of a killed process is free at once', async () => {
  const child = await startOwner();
  const owner = { address: 'http://127.0.0.1:1', token: 'of the child', pid: child.pid };
  expect(await takeOwnerLock(databaseFile, me)).toEqual({ kind: 'owned', owner });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await readOwner(databaseFile)).toBeUndefined();
  const lock = await take();
  expect(await readOwner(databaseFile)).toMatchObject(me);
  await lock.release();
});

it('gives the lock to one of many who want it at once', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => takeOwnerLock(databaseFile, me)));
  const taken = results.filter((result) => result.kind === 'taken');
  expect(taken).toHaveLength(1);
  for (const result of taken) await result.lock.release();
});

it('is not kept from its owner by somebody who only looks', async () => {
  await startOwnerThenKill();
  for (let round = 0; round < 20; round += 1) {
    const looks = Array.from({ length: 5 }, () => readOwner(databaseFile));
    const lock = await take();
    await Promise.all(looks);
    await lock.release();
  }
});

/** Leaves behind what a killed owner leaves, which makes those who look try the lock. */
async function startOwnerThenKill(): Promise<void> {
  const child = await startOwner();
  child.kill('SIGKILL');
  await once(child, 'exit');
}
