import { describe, expect, test } from 'vitest';
import { COMMANDS } from './simulate.ts';
import { SmallWorld } from './small_world.ts';

/** The process dies once at a named point, and another goes on. Whatever the point, the run ends the same. */

const WHEN = ['before_commit', 'after_commit'] as const;

describe.each(WHEN)('the service dies %s of', (when) => {
  test.each(COMMANDS.filter((command) => command !== 'ask_approval'))('%s', async (command) => {
    const world = await SmallWorld.of(
      [
        { id: 'a', script: { failures: ['agent_error'] } },
        { id: 'b', dependencies: ['a'], script: { conflicts: 1 } },
        { id: 'c', dependencies: ['a'], settings: { locks: ['db'] }, script: { questions: 1 } },
        { id: 'd', dependencies: ['b', 'c'], script: { failures: ['refused'] } },
        { id: 'e', dependencies: ['d'] },
        { id: 'f', settings: { labels: ['mute'] } },
        { id: 'g', settings: { locks: ['db'] } },
      ],
      // What is saved is told of before its runner registers, and the attempt is lost with it.
      [{ savesNothing: command === 'lose_attempt' }, { id: 'mute', labels: ['mute'], slots: 1 }],
    );
    const { service, simulation } = world;
    service.crashAt({ command, when });
    await world.until(() => world.task('f').state === 'running' && world.task('g').state === 'running');
    // One runner is restarted at work, the other is not heard of until its lease is over.
    simulation.runners[0]?.restart();
    simulation.runners[1]?.fallSilent();
    await world.until(() => world.task('f').failures.lost === 1);
    simulation.runners[1]?.speakAgain();
    await world.until(() => simulation.atRest);
    expect(service.interruptionIsDue).toBe(false);
    expect(world.states).toEqual({
      a: 'succeeded',
      b: 'succeeded',
      c: 'succeeded',
      d: 'failed',
      e: 'skipped',
      f: 'succeeded',
      g: 'succeeded',
    });
    expect(world.run.state).toBe('failed');
    expect(world.task('b').failures.conflict).toBe(1);
  });

  test('ask_approval', async () => {
    const world = await SmallWorld.of([{ id: 'a', settings: { approve: ['before'] } }]);
    world.service.crashAt({ command: 'ask_approval', when });
    await world.until(() => world.simulation.atRest);
    expect(world.service.interruptionIsDue).toBe(false);
    expect(world.states).toEqual({ a: 'succeeded' });
  });

  test('cancel_run', async () => {
    const world = await SmallWorld.of([{ id: 'a' }, { id: 'b', dependencies: ['a'] }]);
    await world.until(() => world.task('a').state === 'running');
    world.service.crashAt({ command: 'cancel_run', when });
    await world.cancelRun();
    expect(world.task('b').state).toBe(when === 'before_commit' ? 'pending' : 'canceled');
    await world.cancelRun();
    await world.until(() => world.simulation.atRest);
    expect(world.states).toEqual({ a: 'canceled', b: 'canceled' });
    expect(world.run.state).toBe('canceled');
  });
});
