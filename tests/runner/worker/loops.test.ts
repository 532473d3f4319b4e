import { rename, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMarked } from '../../../runner/process/process_tree.ts';
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

/** Writes something, says so, and works on until it is ended. */
const ENDLESS = 'echo half > half; setsid sleep 600 & planwright-tool progress working; sleep 600 & wait';

async function atWork(attempt: string): Promise<void> {
  await stage.service.until(() => stage.service.progress(attempt) === 'working');
}

describe('a runner', () => {
  it('ends by itself with `--once`, when all is done', async () => {
    const requests = Array.from({ length: 10 }, () => requestOn(stage, { shell: 'echo 1 > one' }));
    stage.service.offer(...requests);
    stage.service.becomeIdle();
    const runner = runHere(stage, { once: true, slots: 10, labels: ['gpu'] });
    expect(await runner.exitCode).toBe(0);
    const outcomes = await Promise.all(requests.map(({ attempt }) => stage.service.outcome(attempt)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(requests.map(() => 'succeeded'));
    expect(stage.service.registrations).toMatchObject([
      {
        agents: [
          { name: 'script', transport: 'text' },
          { name: 'counter' },
          { name: 'missing' },
          { name: 'still' },
          { name: 'asker' },
          { name: 'limited' },
          { name: 'lingering' },
        ],
        labels: ['gpu'],
        repositories: ['*'],
        slots: 10,
      },
    ]);
    expect(await leftovers(stage)).toEqual([]);
  });

  it('is refused with a wrong token', async () => {
    expect(await runHere(stage, { token: 'wrong' }).exitCode).toBe(3);
  });

  it('introduces itself again to a service that has forgotten it', async () => {
    const runner = runHere(stage);
    await stage.service.until(() => stage.service.messages.includes('lease'));
    stage.service.forgetRunners();
    await stage.service.until(() => stage.service.registrations.length === 2);
    const request = requestOn(stage, { shell: 'echo 1 > one' });
    stage.service.offer(request);
    expect(await stage.service.outcome(request.attempt)).toMatchObject({ kind: 'succeeded' });
    expect(await endRunner(runner)).toBe(0);
  });

  it.each(['graceful', 'immediate'] as const)('cancels an attempt (%s), keeping its work', async (how) => {
    const request = requestOn(stage, {
      shell: `trap 'echo asked > asked; exit 1' TERM; ${ENDLESS}`,
    });
    stage.service.offer(request);
    const runner = runHere(stage);
    await atWork(request.attempt);
    stage.service.direct(request.attempt, { kind: 'cancel', how, reason: 'not needed any more' });
    const outcome = await stage.service.outcome(request.attempt);
    expect(outcome).toMatchObject({ kind: 'canceled', message: 'not needed any more' });
    const files = await filesOf(stage.repository, request.attemptRef);
    expect(files).toContain('100644 half: half');
    expect(files.includes('100644 asked: asked')).toBe(how === 'graceful');
    expect(await endRunner(runner)).toBe(0);
    expect(await leftovers(stage)).toEqual([]);
  });

  it('ends an attempt that the service gave up, keeps its work and reports nothing', async () => {
    const request = requestOn(stage, { shell: ENDLESS });
    stage.service.offer(request);
    const runner = runHere(stage);
    await atWork(request.attempt);
    stage.service.fence(request.attempt);
    await untilPushed(stage, request.attemptRef);
    expect(await endRunner(runner)).toBe(0);
    expect(stage.service.finishes(request.attempt)).toBe(0);
    const commit = await commitAt(stage, request.attemptRef);
    expect(stage.service.salvages).toMatchObject([{ attempt: request.attempt, commit, ref: request.attemptRef }]);
    expect(await leftovers(stage)).toEqual([]);
  });

  it('ends its attempts on SIGTERM, saves their work and reports them as nobody’s fault', async () => {
    const request = requestOn(stage, { shell: ENDLESS });
    stage.service.offer(request);
    const runner = runHere(stage);
    await atWork(request.attempt);
    expect(await endRunner(runner)).toBe(0);
    expect(await stage.service.outcome(request.attempt)).toMatchObject({
      kind: 'failed',
      class: 'transient',
      message: 'the runner was shut down',
      commit: await commitAt(stage, request.attemptRef),
    });
    expect(await leftovers(stage)).toEqual([]);
  });
});

describe('a runner that is shut down while the service does not answer', () => {
  it('ends in time and leaves its report to the next one', async () => {
    const request = requestOn(stage, { shell: 'echo 1 > one' });
    stage.service.offer(request);
    stage.service.holdFinishes(true);
    const first = runHere(stage, { shutdownLimitMs: 500 });
    await stage.service.until(() => stage.service.finishes(request.attempt) > 0);
    expect(await endRunner(first)).toBe(0);
    stage.service.holdFinishes(false);
    const second = runHere(stage);
    expect(await stage.service.outcome(request.attempt)).toMatchObject({ kind: 'succeeded' });
    await stage.service.until(() => stage.service.registrations.length === 2);
    expect(await leftovers(stage)).toEqual([]);
    expect(await endRunner(second)).toBe(0);
  });

  it('ends at once at a second signal, also when a task ignores the first', async () => {
    const request = requestOn(stage, {
      shell: `trap '' TERM; ${ENDLESS}; wait; wait`,
      limits: { cancelGraceMs: 60_000 },
    });
    stage.service.offer(request);
    const runner = runHere(stage, { shutdownLimitMs: 60_000 });
    await atWork(request.attempt);
    runner.end.graceful('SIGINT');
    runner.end.immediate('SIGINT');
    expect(await runner.exitCode).toBe(130);
    expect(await filesOf(stage.repository, request.attemptRef)).toContain('100644 half: half');
    expect(findMarked(request.attempt)).toEqual([]);
  });
});

describe('a runner without a sandbox', () => {
  it('is refused where its file limits what tasks reach', async () => {
    await writeFile(stage.runnerFile, 'egress: [api.example.com]\nsandbox: off\n');
    await expect(runHere(stage).exitCode).rejects.toThrow('`egress` has to go from that file');
  });

  it('does the same work, and says so', async () => {
    await writeFile(
      stage.runnerFile,
      'providers: { script: { command: [sh, agent.sh], transport: text } }\nsandbox: off\n',
    );
    const request = requestOn(stage, {
      script:
        'echo 1 > one; planwright-tool output where "$PWD"; setsid sleep 600 & echo version=1 > "$PLANWRIGHT_OUTPUT"',
      verify: [['test', '-f', 'one']],
      verifyIn: 'clean',
    });
    stage.service.offer(request);
    const runner = runHere(stage);
    expect(await stage.service.outcome(request.attempt)).toMatchObject({
      kind: 'succeeded',
      outputs: { version: '1', where: expect.stringContaining(request.task.id) },
    });
    expect(stage.service.log(request.attempt)).toContain('sandbox: none. The runner file says `sandbox: off`.');
    expect(findMarked(request.attempt)).toEqual([]);
    expect(await endRunner(runner)).toBe(0);
    expect(stage.service.registrations[0]?.sandbox).toBe('none');
    expect(await leftovers(stage)).toEqual([]);
  });
});

describe('a runner whose service is gone', () => {
  it('ends and saves its work before the lease is over, and reports when the service is back', async () => {
    const short = await setStage({ leaseMs: 5_000, heartbeatMs: 100 });
    try {
      const request = requestOn(short, { shell: ENDLESS, limits: { cancelGraceMs: 200 } });
      short.service.offer(request);
      const runner = runHere(short);
      await short.service.until(() => short.service.progress(request.attempt) === 'working');
      short.service.setAway(true);
      const lostAtMs = performance.now();
      await untilPushed(short, request.attemptRef);
      expect(performance.now() - lostAtMs).toBeLessThan(5_000);
      short.service.setAway(false);
      expect(await short.service.outcome(request.attempt)).toMatchObject({ kind: 'failed', class: 'transient' });
      expect(await endRunner(runner)).toBe(0);
    } finally {
      await short.close();
    }
  });
});

describe('work that cannot be pushed', () => {
  it('stays on the machine until the next start can push it', async () => {
    const request = requestOn(stage, { shell: ENDLESS });
    stage.service.offer(request);
    const first = runHere(stage);
    await atWork(request.attempt);
    await rename(stage.repository, `${stage.repository}.away`);
    stage.service.direct(request.attempt, { kind: 'cancel', how: 'graceful', reason: 'enough' });
    expect(await stage.service.outcome(request.attempt)).toMatchObject({ kind: 'canceled', commit: null });
    expect(await endRunner(first)).toBe(0);
    expect(await leftovers(stage)).toContain(`attempt ${request.attempt}`);
    await rename(`${stage.repository}.away`, stage.repository);
    const second = runHere(stage);
    await stage.service.until(() => stage.service.registrations.length === 2);
    expect(await filesOf(stage.repository, request.attemptRef)).toContain('100644 half: half');
    expect(await leftovers(stage)).toEqual([]);
    expect(await endRunner(second)).toBe(0);
  });
});

describe('a runner that was killed', () => {
  it('leaves work that the next one saves, and nothing else', async () => {
    const request = requestOn(stage, { shell: ENDLESS });
    stage.service.offer(request);
    const killed = runInProcess(stage);
    await atWork(request.attempt);
    killed.kill();
    await killed.exited;
    expect((await leftovers(stage)).length).toBeGreaterThan(0);
    const runner = runHere(stage);
    await stage.service.until(() => stage.service.registrations.length === 2);
    expect(findMarked(request.attempt)).toEqual([]);
    expect(await filesOf(stage.repository, request.attemptRef)).toContain('100644 half: half');
    const [first, second] = stage.service.registrations;
    expect(second?.runner).toBe(first?.runner);
    expect(second?.boot).not.toBe(first?.boot);
    expect(stage.service.salvages).toEqual([
      {
        runner: second?.runner,
        boot: second?.boot,
        attempt: request.attempt,
        commit: await commitAt(stage, request.attemptRef),
        ref: request.attemptRef,
      },
    ]);
    expect(await leftovers(stage)).toEqual([]);
    expect(await endRunner(runner)).toBe(0);
  });

  it('has its last report sent by the next one', async () => {
    const request = requestOn(stage, { shell: 'echo 1 > one' });
    stage.service.offer(request);
    stage.service.holdFinishes(true);
    const killed = runInProcess(stage);
    await stage.service.until(() => stage.service.finishes(request.attempt) > 0);
    killed.kill();
    await killed.exited;
    stage.service.holdFinishes(false);
    const runner = runHere(stage);
    const outcome = await stage.service.outcome(request.attempt);
    expect(outcome).toMatchObject({ kind: 'succeeded', commit: await commitAt(stage, request.attemptRef) });
    await stage.service.until(() => stage.service.registrations.length === 2);
    expect(await leftovers(stage)).toEqual([]);
    expect(await endRunner(runner)).toBe(0);
  });
});
