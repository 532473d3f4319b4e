import { randomUUID } from 'node:crypto';
import { stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homeName, removeUnusedHomes, taskHome, tasksWithHomes } from '../../../runner/worker/homes.ts';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import { makeScratchFolder, namesIn, type ScratchFolder } from '../../support/git_repository.ts';

let scratch: ScratchFolder;
beforeEach(async () => {
  scratch = await makeScratchFolder();
});
afterEach(() => scratch.remove());

const dayMs = 24 * 60 * 60 * 1_000;
const nowMs = 10 * dayMs;

describe('the HOME of a task', () => {
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

  it('goes at once with its task, and stays as long as that needs it', async () => {
    const [over, needed, other] = [randomUUID(), randomUUID(), randomUUID()];
    for (const task of [over, needed, other]) await taskHome(scratch.path, `run.${task}.my.agent`, nowMs - dayMs);
    expect(new Set(await tasksWithHomes(scratch.path))).toEqual(new Set([over, needed, other]));
    const standing = { needed: new Set([needed]), over: new Set([over]) };
    await removeUnusedHomes(scratch.path, new Set(), nowMs + 1, standing);
    expect(await namesIn(join(scratch.path, 'homes'))).toEqual([`run.${needed}.my.agent`]);
    await removeUnusedHomes(scratch.path, new Set(), nowMs + dayMs);
    expect(await namesIn(join(scratch.path, 'homes'))).toEqual([`run.${needed}.my.agent`]);
  });

  it('that is in use stays whatever is said of its task', async () => {
    const task = randomUUID();
    await taskHome(scratch.path, `run.${task}`, nowMs);
    const standing = { needed: new Set<string>(), over: new Set([task]) };
    await removeUnusedHomes(scratch.path, new Set([`run.${task}`]), nowMs, standing);
    expect(await namesIn(join(scratch.path, 'homes'))).toEqual([`run.${task}`]);
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
