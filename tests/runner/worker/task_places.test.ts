import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import { filesOf, namesIn } from '../../support/git_repository.ts';
import {
  endRunner,
  leftovers,
  type RequestChanges,
  requestOn,
  runHere,
  runInProcess,
  type Stage,
  setStage,
} from './runner_fixture.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage({ leaseMs: 30_000, heartbeatMs: 30 });
  await writeFile(stage.runnerFile, 'sandbox: off\n');
});
afterEach(async () => {
  expect(stage.service.complaints).toEqual([]);
  await stage.close();
});

const ENDLESS = 'echo half > half; planwright-tool progress working; sleep 600 & wait';
const WHERE = 'planwright-tool output where "$PWD"';

/** Attempts of one task, on offer when they are made. */
function attempts(): (changes: RequestChanges) => ExecutionRequest {
  const { run, task } = requestOn(stage, {});
  let number = 0;
  return (changes) => {
    number += 1;
    const request = requestOn(stage, { run, task, number, ...changes });
    stage.service.offer(request);
    return request;
  };
}

async function where({ attempt }: ExecutionRequest): Promise<string | undefined> {
  return (await stage.service.outcome(attempt)).outputs.where;
}

describe('without a sandbox', () => {
  it('all attempts of a task work in one folder, one after another, and leave it empty', async () => {
    const [next, other] = [attempts(), attempts()];
    const runner = runHere(stage);
    const first = await where(next({ shell: WHERE }));
    expect(first).toContain(stage.workDir);
    expect(await where(next({ shell: `ls; ${WHERE}` }))).toBe(first);
    expect(await where(other({ shell: WHERE }))).not.toBe(first);
    expect(await endRunner(runner)).toBe(0);
    const runnerPath = join(stage.workDir, 'runners', stage.service.registrations[0]?.runner ?? '');
    expect(await namesIn(join(runnerPath, 'places'))).toEqual([]);
    expect(await leftovers(stage)).toEqual([]);
  });

  it('also those after one whose runner was killed', async () => {
    const next = attempts();
    const lost = next({ shell: `${WHERE}; ${ENDLESS}` });
    const killed = runInProcess(stage);
    await stage.service.until(() => stage.service.progress(lost.attempt) === 'working');
    killed.kill();
    await killed.exited;
    const runner = runHere(stage);
    await stage.service.until(() => stage.service.registrations.length === 2);
    expect(stage.service.salvages).toMatchObject([{ attempt: lost.attempt }]);
    expect(await leftovers(stage)).toEqual([]);
    const first = await where(next({ shell: WHERE }));
    expect(first).toContain(`${lost.run}.${lost.task.id}`);
    expect(await endRunner(runner)).toBe(0);
  });

  it('but not while work is in it that could not be pushed', async () => {
    const next = attempts();
    const runner = runHere(stage);
    const kept = next({ shell: ENDLESS });
    await stage.service.until(() => stage.service.progress(kept.attempt) === 'working');
    await rename(stage.repository, `${stage.repository}.away`);
    stage.service.direct(kept.attempt, { kind: 'cancel', how: 'graceful', reason: 'enough' });
    await stage.service.outcome(kept.attempt);
    await rename(`${stage.repository}.away`, stage.repository);
    const beside = next({ shell: WHERE });
    expect(await where(beside)).toContain(beside.attempt);
    // It took the other's work along.
    expect(await where(next({ shell: WHERE }))).toContain(`${kept.run}.${kept.task.id}`);
    expect(await endRunner(runner)).toBe(0);
    expect(stage.service.salvages).toMatchObject([{ attempt: kept.attempt }]);
    expect(await leftovers(stage)).toEqual([]);
  });

  it('work that could not be pushed outlives a start that cannot push it either', async () => {
    const kept = attempts()({ shell: ENDLESS });
    const killed = runInProcess(stage);
    await stage.service.until(() => stage.service.progress(kept.attempt) === 'working');
    await rename(stage.repository, `${stage.repository}.away`);
    killed.kill();
    await killed.exited;
    const away = runHere(stage);
    await stage.service.until(() => stage.service.registrations.length === 2);
    expect(await endRunner(away)).toBe(0);
    await rename(`${stage.repository}.away`, stage.repository);
    const back = runHere(stage);
    await stage.service.until(() => stage.service.registrations.length === 3);
    expect(await filesOf(stage.repository, kept.attemptRef)).toContain('100644 half: half');
    expect(stage.service.salvages).toMatchObject([{ attempt: kept.attempt }]);
    expect(await endRunner(back)).toBe(0);
  });
});

it('an attempt waits for an earlier one of its task that was given up and is still ending', async () => {
  const next = attempts();
  const givenUp = next({ shell: `trap '' TERM; ${ENDLESS}; wait; wait` });
  const runner = runHere(stage);
  await stage.service.until(() => stage.service.progress(givenUp.attempt) === 'working');
  stage.service.fence(givenUp.attempt);
  expect(await where(next({ shell: WHERE }))).toContain(givenUp.task.id);
  const { messages } = stage.service;
  expect(messages.indexOf('salvaged')).toBeLessThan(messages.lastIndexOf('start'));
  expect(await endRunner(runner)).toBe(0);
});
