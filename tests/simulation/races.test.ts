import { expect, test } from 'vitest';
import { SmallWorld } from './small_world.ts';

/** Two commands decide on the same state: the second to commit must notice what the first has changed. */

const FAILS_ONCE = { failures: ['verification'] } as const;
const FAILS_FOR_GOOD = { failures: ['refused'] } as const;
/** Tasks run in the order of their plan. */
const ONE_AFTER_ANOTHER = [{ slots: 1 }];
/** No runner has its label, so that the run goes on. */
const WAITS = { id: 'waiting', settings: { labels: ['absent'] } };

test('a run that is canceled while an attempt fails makes no further attempt', async () => {
  const world = await SmallWorld.of([{ id: 'a', script: FAILS_ONCE }]);
  world.service.interruptAt({ command: 'finish_attempt', when: 'before_commit' }, () => world.cancelRun());
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'canceled' });
  expect(world.run.state).toBe('canceled');
});

test('a task that is canceled while its attempt fails makes no further attempt', async () => {
  const world = await SmallWorld.of([{ id: 'a', script: FAILS_ONCE }]);
  world.service.interruptAt({ command: 'finish_attempt', when: 'before_commit' }, () => world.cancelTask('a'));
  await world.until(() => world.simulation.atRest);
  expect(world.task('a')).toMatchObject({ state: 'canceled', attempts: 1, reason: { code: 'canceled_by_person' } });
});

test('a task that comes back from review while its run is canceled ends with it', async () => {
  const world = await SmallWorld.of([{ id: 'a', script: { conflicts: 1 } }]);
  const { service } = world;
  service.interruptAt({ command: 'finish_attempt', when: 'after_commit' }, () => {
    service.interruptAt({ command: 'cancel_run', when: 'before_commit' }, () => service.tick());
    return world.cancelRun();
  });
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'canceled' });
});

test('a retry that comes while the run concludes brings the run back', async () => {
  const world = await SmallWorld.of([{ id: 'a', script: FAILS_FOR_GOOD }]);
  const { service } = world;
  service.interruptAt({ command: 'conclude_run', when: 'before_commit' }, () => {
    service.interruptAt({ command: 'retry_task', when: 'before_commit' }, async () => {
      await service.chores();
      expect(world.run.state).toBe('failed');
    });
    return world.retryTask('a');
  });
  await world.until(() => world.task('a').attempts === 2 && world.simulation.atRest);
  expect(world.states).toEqual({ a: 'succeeded' });
  expect(world.run.state).toBe('succeeded');
});

test('a retry that comes while the run is canceled is refused', async () => {
  const world = await SmallWorld.of([{ id: 'a', script: FAILS_FOR_GOOD }, { id: 'b' }], ONE_AFTER_ANOTHER);
  await world.until(() => world.task('a').state === 'failed' && world.task('b').state === 'running');
  world.service.interruptAt({ command: 'retry_task', when: 'before_commit' }, () => world.cancelRun());
  await world.retryTask('a');
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'failed', b: 'canceled' });
  expect(world.run.state).toBe('canceled');
});

test('a run that is canceled while a task is retried ends that one too', async () => {
  const world = await SmallWorld.of([{ id: 'a', script: FAILS_FOR_GOOD }, { id: 'b' }], ONE_AFTER_ANOTHER);
  await world.until(() => world.task('a').state === 'failed' && world.task('b').state === 'running');
  world.service.interruptAt({ command: 'cancel_run', when: 'before_commit' }, () => world.retryTask('a'));
  await world.cancelRun();
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'canceled', b: 'canceled' });
});

test('two causes of a skip that are retried together bring back what they had skipped', async () => {
  const world = await SmallWorld.of([
    { id: 'a', script: FAILS_FOR_GOOD },
    { id: 'b', script: FAILS_FOR_GOOD },
    { id: 'c', dependencies: ['a', 'b'] },
    WAITS,
  ]);
  await world.until(() => world.task('a').state === 'failed' && world.task('b').state === 'failed');
  expect(world.task('c').state).toBe('skipped');
  world.service.interruptAt({ command: 'retry_task', when: 'before_commit' }, () => world.retryTask('b'));
  await world.retryTask('a');
  expect(world.task('c').state).toBe('pending');
  await world.until(() => world.task('c').state === 'succeeded');
});

test.each(['retry_task', 'finish_attempt'] as const)(
  'a task is not brought back to wait for one that fails meanwhile (%s commits last)',
  async (last) => {
    const world = await SmallWorld.of([
      { id: 'a', script: FAILS_FOR_GOOD },
      { id: 'b', script: { failures: ['verification', 'refused'] } },
      { id: 'c', dependencies: ['a', 'b'] },
      WAITS,
    ]);
    const { service, simulation } = world;
    await world.until(() => world.task('a').state === 'failed' && world.task('b').attempts === 2);
    if (last === 'finish_attempt') {
      service.interruptAt({ command: 'finish_attempt', when: 'before_commit' }, () => world.retryTask('a'));
    } else {
      service.interruptAt({ command: 'retry_task', when: 'before_commit' }, async () => {
        while (world.task('b').state !== 'failed') await simulation.round();
      });
      await world.retryTask('a');
    }
    await world.until(() => world.task('a').state === 'succeeded' && world.task('b').state === 'failed');
    expect(world.task('c')).toMatchObject({ state: 'skipped', openDependencies: 1 });
  },
);

test('a task that is canceled while it is handed out is not', async () => {
  const world = await SmallWorld.of([{ id: 'a' }, { id: 'b' }]);
  await world.service.tick();
  world.service.beforeLeaseDetails(() => world.cancelTask('a'));
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'canceled', b: 'succeeded' });
});

test('what went on in spite of a failure is not skipped when its cause is retried and then canceled', async () => {
  const world = await SmallWorld.of([
    { id: 'cause', settings: { onFailure: 'continue' }, script: FAILS_FOR_GOOD },
    { id: 'next', dependencies: ['cause'] },
    { id: 'last', dependencies: ['next'] },
  ]);
  await world.until(() => world.task('next').state === 'running');
  await world.retryTask('cause');
  await world.cancelTask('cause');
  expect(world.states).toEqual({ cause: 'canceled', next: 'running', last: 'pending' });
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ cause: 'canceled', next: 'succeeded', last: 'succeeded' });
});

test('a task that is retried while the last one before it succeeds does not wait for ever', async () => {
  const world = await SmallWorld.of([{ id: 'a' }, { id: 'b', dependencies: ['a'] }]);
  await world.until(() => world.task('a').state === 'running');
  await world.cancelTask('b');
  world.service.interruptAt({ command: 'retry_task', when: 'before_commit' }, async () => {
    await world.until(() => world.task('a').state === 'succeeded');
  });
  await world.retryTask('b');
  await world.until(() => world.task('b').state === 'succeeded');
});

test('what is handed out while its cause is retried is not taken back', async () => {
  const world = await SmallWorld.of([
    { id: 'cause', settings: { onFailure: 'continue' }, script: FAILS_FOR_GOOD },
    { id: 'next', dependencies: ['cause'] },
  ]);
  const { service, simulation } = world;
  service.interruptAt({ command: 'finish_attempt', when: 'after_commit' }, async () => {
    service.interruptAt({ command: 'retry_task', when: 'before_commit' }, async () => simulation.runners[0]?.lease());
    await world.retryTask('cause');
  });
  await world.until(() => world.task('cause').attempts === 2);
  expect(world.task('next')).toMatchObject({ state: 'running', openDependencies: 0 });
});

test('what comes back while another cause is canceled is skipped with the rest', async () => {
  const world = await SmallWorld.of([
    { id: 'a', script: FAILS_FOR_GOOD },
    { id: 'c', settings: { labels: ['absent'] } },
    { id: 'm', dependencies: ['c'] },
    { id: 'z', dependencies: ['a', 'm'] },
  ]);
  await world.until(() => world.task('z').state === 'skipped');
  world.service.interruptAt({ command: 'cancel_task', when: 'before_commit' }, () => world.retryTask('a'));
  await world.cancelTask('c');
  expect(world.states).toMatchObject({ c: 'canceled', m: 'skipped', z: 'skipped' });
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'succeeded', c: 'canceled', m: 'skipped', z: 'skipped' });
});

test('work that is handed out while the run pauses is told to end', async () => {
  const world = await SmallWorld.of([{ id: 'a' }, { id: 'b', dependencies: ['a'] }]);
  world.service.interruptAt({ command: 'pause_run', when: 'before_commit' }, async () => {
    await world.until(() => world.task('a').state === 'running');
  });
  await world.until(() => world.run.state === 'running');
  await world.pauseRun();
  const [attempt] = [...world.service.tables.attempts.values()];
  expect(attempt?.cancel).toEqual({ how: 'graceful', code: 'paused', reason: 'The run was paused.' });
  await world.until(() => world.task('a').state === 'ready');
  expect(world.task('a')).toMatchObject({ attempts: 1, failures: {} });
});

test('nothing is handed out once the run has paused, although it was chosen before', async () => {
  const world = await SmallWorld.of([{ id: 'a' }]);
  await world.until(() => world.run.state === 'running' && world.task('a').state === 'ready');
  world.service.interruptAt({ command: 'lease', when: 'before_commit' }, () => world.pauseRun());
  for (let round = 0; round < 30; round++) await world.simulation.round();
  expect(world.task('a')).toMatchObject({ state: 'ready', attempts: 0 });
  await world.resumeRun();
  await world.until(() => world.simulation.atRest);
  expect(world.run.state).toBe('succeeded');
});

test('a paused run that is canceled ends', async () => {
  const world = await SmallWorld.of([{ id: 'a' }, { id: 'b', dependencies: ['a'] }]);
  await world.until(() => world.task('a').state === 'running');
  await world.pauseRun();
  await world.cancelRun();
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'canceled', b: 'canceled' });
  expect(world.run.state).toBe('canceled');
});

test('a task that a person skips lets what waits for it go on, also when that was skipped before', async () => {
  const world = await SmallWorld.of([
    { id: 'a', script: FAILS_FOR_GOOD },
    { id: 'b', dependencies: ['a'] },
    { id: 'c', dependencies: ['b'] },
  ]);
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'failed', b: 'skipped', c: 'skipped' });
  await world.skipTask('a');
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'skipped', b: 'succeeded', c: 'succeeded' });
  expect(world.run.state).toBe('succeeded');
});

test('a run that is retried does all again that failed or was canceled, and what waited for it', async () => {
  const world = await SmallWorld.of([
    { id: 'a', script: FAILS_FOR_GOOD },
    { id: 'b', dependencies: ['a'] },
    { id: 'c', script: FAILS_FOR_GOOD },
    { id: 'd' },
  ]);
  await world.until(() => world.task('d').state === 'running');
  await world.cancelTask('d');
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'failed', b: 'skipped', c: 'failed', d: 'canceled' });
  await world.retryRun();
  await world.until(() => world.simulation.atRest);
  expect(world.states).toEqual({ a: 'succeeded', b: 'succeeded', c: 'succeeded', d: 'succeeded' });
  expect(world.run.state).toBe('succeeded');
});
