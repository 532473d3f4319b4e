import { rename } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesOf } from '../../support/git_repository.ts';
import {
  commitAt,
  endRunner,
  leftovers,
  requestOn,
  runHere,
  runInProcess,
  type Stage,
  setStage,
  untilPushed,
} from './runner_fixture.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage({ leaseMs: 30_000, heartbeatMs: 30 });
});
afterEach(async () => {
  expect(stage.service.complaints).toEqual([]);
  await stage.close();
});

const ENDLESS = 'echo half > half; planwright-tool progress working; sleep 600 & wait';

/** Kills a runner once `isAtWork` holds of what it was given, and starts another. */
async function replaced(isAtWork: () => boolean) {
  const killed = runInProcess(stage);
  await stage.service.until(isAtWork);
  killed.kill();
  await killed.exited;
  const runner = runHere(stage);
  await stage.service.until(() => stage.service.registrations.length === 2);
  return runner;
}

describe('of an attempt whose runner was killed', () => {
  it('finished work is saved as it was finished, without what its verification wrote', async () => {
    const verify = [['sh', '-c', 'echo junk > junk; expr 40 + 2; sleep 600']];
    const request = requestOn(stage, { shell: 'echo done > done', verify });
    stage.service.offer(request);
    const runner = await replaced(() => stage.service.log(request.attempt).includes('\n42'));
    const files = await filesOf(stage.repository, request.attemptRef);
    expect(files).toContain('100644 done: done');
    expect(files).not.toContain('100644 junk: junk');
    expect(stage.service.salvages).toMatchObject([{ commit: await commitAt(stage, request.attemptRef) }]);
    expect(await endRunner(runner)).toBe(0);
    expect(await leftovers(stage)).toEqual([]);
  });

  it('nothing is saved that only verified', async () => {
    const verify = [['sh', '-c', 'echo junk > junk; expr 40 + 2; sleep 600']];
    const request = requestOn(stage, { work: { kind: 'verification' }, verify });
    stage.service.offer(request);
    const runner = await replaced(() => stage.service.log(request.attempt).includes('\n42'));
    expect(await commitAt(stage, request.attemptRef)).toBeUndefined();
    expect(stage.service.salvages).toEqual([]);
    expect(await endRunner(runner)).toBe(0);
  });
});

describe('work that could not be pushed', () => {
  it('is named by the report that is still owed, once it is pushed', async () => {
    const request = requestOn(stage, { shell: ENDLESS });
    stage.service.offer(request);
    const first = runHere(stage, { shutdownLimitMs: 500 });
    await stage.service.until(() => stage.service.progress(request.attempt) === 'working');
    await rename(stage.repository, `${stage.repository}.away`);
    stage.service.holdFinishes(true);
    stage.service.direct(request.attempt, { kind: 'cancel', how: 'graceful', reason: 'enough' });
    await stage.service.until(() => stage.service.finishes(request.attempt) > 0);
    expect(await endRunner(first)).toBe(0);
    await rename(`${stage.repository}.away`, stage.repository);
    stage.service.holdFinishes(false);
    const second = runHere(stage);
    const commit = await stage.service.outcome(request.attempt).then((outcome) => outcome.commit);
    expect(commit).not.toBeNull();
    expect(commit).toBe(await commitAt(stage, request.attemptRef));
    expect(await endRunner(second)).toBe(0);
  });

  it('is told of where the report had been taken without it', async () => {
    const request = requestOn(stage, { shell: ENDLESS });
    stage.service.offer(request);
    const first = runHere(stage);
    await stage.service.until(() => stage.service.progress(request.attempt) === 'working');
    await rename(stage.repository, `${stage.repository}.away`);
    stage.service.direct(request.attempt, { kind: 'cancel', how: 'graceful', reason: 'enough' });
    expect(await stage.service.outcome(request.attempt)).toMatchObject({ commit: null });
    expect(await endRunner(first)).toBe(0);
    expect(stage.service.salvages).toEqual([]);
    await rename(`${stage.repository}.away`, stage.repository);
    const second = runHere(stage);
    await stage.service.until(() => stage.service.registrations.length === 2);
    expect(stage.service.salvages).toMatchObject([
      { attempt: request.attempt, commit: await commitAt(stage, request.attemptRef), ref: request.attemptRef },
    ]);
    expect(await leftovers(stage)).toEqual([]);
    expect(await endRunner(second)).toBe(0);
  });

  it('is told of by the next start where the service was away', async () => {
    const request = requestOn(stage, { shell: ENDLESS });
    stage.service.offer(request);
    const killed = runInProcess(stage);
    await stage.service.until(() => stage.service.progress(request.attempt) === 'working');
    killed.kill();
    await killed.exited;
    stage.service.setAway(true);
    const away = runHere(stage);
    await untilPushed(stage, request.attemptRef);
    expect(await endRunner(away)).toBe(0);
    expect(await leftovers(stage)).toContain(`attempt ${request.attempt}`);
    stage.service.setAway(false);
    const runner = runHere(stage);
    await stage.service.until(() => stage.service.registrations.length === 2);
    expect(stage.service.salvages).toMatchObject([{ commit: await commitAt(stage, request.attemptRef) }]);
    expect(await leftovers(stage)).toEqual([]);
    expect(await endRunner(runner)).toBe(0);
  });
});
