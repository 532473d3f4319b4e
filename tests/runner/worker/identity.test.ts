import { randomUUID } from 'node:crypto';
import { mkdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../runner/process/clock.ts';
import { awaitPredecessor, claimFolders } from '../../../runner/worker/claim_folder.ts';
import { homeName, removeUnusedHomes, taskHome } from '../../../runner/worker/homes.ts';
import { dropFolder } from '../../../runner/worker/recover.ts';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import { makeScratchFolder, namesIn, type ScratchFolder } from '../../support/git_repository.ts';

let scratch: ScratchFolder;
beforeEach(async () => {
  scratch = await makeScratchFolder();
});
afterEach(() => scratch.remove());

const claim = (service: string) => claimFolders(scratch.path, service, randomUUID);

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
    for (const folder of mine.dead) await dropFolder(folder);
    expect(await namesIn(join(scratch.path, 'runners'))).toEqual([mine.own.id]);
    await mine.own.release();
  });

  it('waits for the one before it where there is one at a time, and goes on as that one', async () => {
    const first = await claim('/a/database');
    const waiting = awaitPredecessor(scratch.path, '/a/database', systemClock, new AbortController().signal);
    const other = await claim('/another/database');
    await first.own.release();
    await waiting;
    const second = await claim('/a/database');
    expect(second.own.id).toBe(first.own.id);
    await second.own.release();
    await other.own.release();
  });

  it('does not wait for ever for one that hangs', async () => {
    const first = await claim('/a/database');
    const signal = new AbortController();
    const waiting = awaitPredecessor(scratch.path, '/a/database', systemClock, signal.signal);
    signal.abort();
    await waiting;
    await first.own.release();
  });

  it('keeps a dead runner’s folder while something is left in it', async () => {
    const other = await claim('http://b');
    await mkdir(join(other.own.path, 'attempts', randomUUID()));
    await dropFolder(other.own);
    expect(await namesIn(join(scratch.path, 'runners'))).toEqual([other.own.id]);
  });
});

describe('the HOME of a task', () => {
  const dayMs = 24 * 60 * 60 * 1_000;
  const nowMs = 10 * dayMs;

  it('goes when it was not used for a day, and not while it is in use', async () => {
    for (const [task, usedAtMs] of [
      ['old', nowMs - 2 * dayMs],
      ['busy', nowMs - 2 * dayMs],
      ['fresh', nowMs - 1_000],
    ] as const) {
      await taskHome(scratch.path, `run.${task}`, usedAtMs);
    }
    await removeUnusedHomes(scratch.path, new Set(['run.busy']), nowMs);
    expect(await namesIn(join(scratch.path, 'homes'))).toEqual(['run.busy', 'run.fresh']);
  });

  it('is one for each task and agent', () => {
    const named = (work: ExecutionRequest['work']) =>
      homeName({ run: 'run', task: { id: 'task', key: 'parser', title: 'Parse' }, work });
    const agent = (name: string) =>
      named({
        kind: 'agent',
        agent: 'coder',
        provider: name,
        model: null,
        role: 'coder',
        prompt: [{ title: '', text: 'Go' }],
      });
    expect([agent('claude'), agent('codex'), named({ kind: 'verification' })]).toEqual([
      'run.task.claude',
      'run.task.codex',
      'run.task',
    ]);
  });

  it('is the same for each attempt, private, and fresh again with each use', async () => {
    const { path, isKept } = await taskHome(scratch.path, 'run.task', nowMs);
    expect(isKept).toBe(false);
    await utimes(path, 0, 0);
    expect(await taskHome(scratch.path, 'run.task', nowMs)).toEqual({ path, isKept: true });
    const entry = await stat(path);
    expect([entry.mode & 0o777, entry.mtimeMs]).toEqual([0o700, nowMs]);
  });
});
