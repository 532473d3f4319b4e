import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jsonLogger } from '../../../runner/logger.ts';
import { systemClock } from '../../../runner/process/clock.ts';
import { claimFolders } from '../../../runner/worker/claim_folder.ts';
import { taskHome } from '../../../runner/worker/homes.ts';
import { removeGoneFolders, removeRunnerFolder } from '../../../runner/worker/identity.ts';
import { dropFolder, dropIdleFolders } from '../../../runner/worker/recover.ts';
import { makeScratchFolder, namesIn, type ScratchFolder } from '../../support/git_repository.ts';

let scratch: ScratchFolder;
beforeEach(async () => {
  scratch = await makeScratchFolder();
});
afterEach(() => scratch.remove());

const dayMs = 24 * 60 * 60 * 1_000;
const nowMs = 10 * dayMs;
/** Nothing that these tests do is worth a warning. */
const logger = jsonLogger(
  (line) => {
    throw new Error(line);
  },
  () => nowMs,
);
const recovery = { epochMs: () => nowMs, logger };

const claim = (service: string, waitUntil?: AbortSignal) =>
  claimFolders(
    scratch.path,
    service,
    randomUUID,
    waitUntil === undefined ? undefined : { clock: systemClock, signal: waitUntil },
  );

describe('who a runner is', () => {
  it('is a new one while all others live', async () => {
    const first = await claim('http://a');
    const second = await claim('http://a');
    expect(second.own.id).not.toBe(first.own.id);
    expect(second.dead).toEqual([]);
    await first.own.release();
    await second.own.release();
  });

  it('is a dead one of the same service, if there is one', async () => {
    const first = await claim('http://a');
    await first.own.release();
    const second = await claim('http://a');
    expect(second.own.id).toBe(first.own.id);
    await second.own.release();
  });

  it('is never one of another service, whose folder it takes over to clean it up', async () => {
    const other = await claim('http://b');
    await other.own.release();
    const mine = await claim('http://a');
    expect(mine.own.id).not.toBe(other.own.id);
    expect(mine.dead.map(({ id }) => id)).toEqual([other.own.id]);
    expect(await dropIdleFolders(recovery, mine.dead)).toEqual([]);
    expect(await namesIn(join(scratch.path, 'runners'))).toEqual([mine.own.id]);
    await mine.own.release();
  });

  it('waits for the one before it where there is one at a time, and goes on as that one', async () => {
    const first = await claim('/a/database');
    const waiting = claim('/a/database', new AbortController().signal);
    const other = await claim('/another/database');
    await first.own.release();
    const second = await waiting;
    expect(second.own.id).toBe(first.own.id);
    await second.own.release();
    await other.own.release();
  });

  it('does not wait for ever for one that hangs', async () => {
    const first = await claim('/a/database');
    const signal = new AbortController();
    const waiting = claim('/a/database', signal.signal);
    signal.abort();
    const second = await waiting;
    expect(second.own.id).not.toBe(first.own.id);
    await first.own.release();
    await second.own.release();
  });

  it('waits for one of another service that cleans up its folder', async () => {
    const first = await claim('/a/database');
    await taskHome(first.own.path, 'run.task', nowMs);
    await first.own.release();
    const other = await claim('/another/database');
    const waiting = claim('/a/database', new AbortController().signal);
    await dropIdleFolders(recovery, other.dead);
    const second = await waiting;
    expect(second.own.id).toBe(first.own.id);
    await second.own.release();
    await other.own.release();
  });

  it('keeps a dead runner’s folder while something is left in it', async () => {
    const other = await claim('http://b');
    await mkdir(join(other.own.path, 'attempts', randomUUID()));
    expect(await dropIdleFolders(recovery, [other.own])).toEqual([other.own]);
    await dropFolder(recovery, other.own);
    expect(await namesIn(join(scratch.path, 'runners'))).toEqual([other.own.id]);
  });

  it('is found again with the HOMEs of the last day, after one of another service was here', async () => {
    const first = await claim('/a/database');
    await taskHome(first.own.path, 'run.fresh', nowMs - 1_000);
    await taskHome(first.own.path, 'run.old', nowMs - 2 * dayMs);
    await first.own.release();
    const other = await claim('/another/database');
    await dropIdleFolders(recovery, other.dead);
    const second = await claim('/a/database');
    expect(second.own.id).toBe(first.own.id);
    expect(await namesIn(join(second.own.path, 'homes'))).toEqual(['run.fresh']);
    await second.own.release();
    await other.own.release();
  });

  it('is forgotten when no HOME was used for a day', async () => {
    const first = await claim('/a/database');
    await taskHome(first.own.path, 'run.old', nowMs - 2 * dayMs);
    await dropFolder(recovery, first.own);
    expect(await namesIn(join(scratch.path, 'runners'))).toEqual([]);
  });
});

describe('the folder of a dead runner, while another process looks at it too,', () => {
  const runners = () => join(scratch.path, 'runners');

  it('is moved before it is removed, or left where somebody else has it', async () => {
    const dead = await claim('http://b');
    await mkdir(join(runners(), `.gone-${dead.own.id}`, 'lock'), { recursive: true });
    await removeRunnerFolder(dead.own);
    expect(await namesIn(runners())).toEqual([`.gone-${dead.own.id}`, dead.own.id]);
    await removeGoneFolders(scratch.path);
    expect(await namesIn(runners())).toEqual([dead.own.id]);
    const next = await claim('http://a');
    expect(next.dead.map(({ id }) => id)).toEqual([dead.own.id]);
    await rm(dead.own.path, { recursive: true });
    await dropIdleFolders(recovery, next.dead);
    expect(await namesIn(runners())).toEqual([next.own.id]);
    await next.own.release();
  });

  it('gets no new lock', async () => {
    const vanishing = join(runners(), randomUUID());
    await mkdir(vanishing, { recursive: true });
    const mine = await claim('http://a');
    expect([mine.dead, await namesIn(vanishing)]).toEqual([[], []]);
    await mine.own.release();
  });
});
