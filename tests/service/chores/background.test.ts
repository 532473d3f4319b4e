import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Background, startBackground } from '../../../src/service/chores/background.ts';
import type { ServiceDependencies } from '../../../src/service/dependencies.ts';
import { commentBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { until } from '../../support/until.ts';

let desk: IncomingDesk;
let background: Background | undefined;
/** Lets GitHub answer. */
let answer = () => {};
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(async () => {
  answer();
  await background?.stop();
  await desk.stop();
});

/** What a living service has whose GitHub does not answer when it is asked for missed webhooks: each tick takes a second. */
function withSilentGitHub(): ServiceDependencies & { readonly wasAsked: () => boolean } {
  const { deps } = desk;
  const { github, store } = deps;
  if (github === null) throw new Error('The desk has no GitHub.');
  const silence = Promise.withResolvers<void>();
  answer = silence.resolve;
  let wasAsked = false;
  return {
    ...deps,
    wasAsked: () => wasAsked,
    sleep: () => nextTurn(),
    github: {
      ...github,
      missed: {
        recover: async () => {
          wasAsked = true;
          await silence.promise;
          return { asked: 0, leftSince: null };
        },
      },
    },
    store: {
      ...store,
      ticks: {
        ...store.ticks,
        noteTick: async (now, gapMs) => {
          const noted = await store.ticks.noteTick(now, gapMs);
          desk.outage(1_000);
          return noted;
        },
      },
    },
  };
}

it('attempts get lost in their time and old things are dropped, and issues looked at, while GitHub does not say what was missed', async () => {
  await desk.deliver(event(issueBody('labeled')));
  await desk.settle();
  // So long that all that is done now and then is due.
  desk.outage(3_600_000);
  const startedAt = desk.deps.clock.now();
  const runner = desk.runner();
  await runner.register();
  const [request] = await runner.lease(1);
  await runner.start(request?.attempt ?? '');
  const deps = withSilentGitHub();
  background = startBackground(deps);
  await until('lost attempt', async () => ((await desk.events()).includes('attempt_ended') ? true : undefined));
  expect(deps.wasAsked()).toBe(true);
  const done = await desk.rows(`SELECT name FROM chores WHERE done_at >= ${startedAt}`);
  expect(done.map(({ name }) => name).sort()).toEqual(['forget_old', 'look_at_issues']);
});

it('work of a canceled run that waits for a check ends as soon as it was canceled, without a tick', async () => {
  await desk.deliver(event(issueBody('labeled')));
  await desk.settle();
  await desk.rows(`UPDATE tasks SET state = 'in_review', "commit" = '${'c'.repeat(40)}' WHERE key = 'parser'`);
  background = startBackground({ ...desk.deps, settings: { ...desk.deps.settings, tickIntervalMs: 0 } });
  await desk.deliver(event(commentBody('/planwright cancel')));
  desk.deps.signals.chores.wake();
  await until('end of the run', async () => ((await desk.run())?.state === 'canceled' ? true : undefined));
  expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
});

it('a look for missed webhooks is over before another process begins the next', async () => {
  const { github } = desk.deps;
  if (github === null) throw new Error('The desk has no GitHub.');
  const looked = Promise.withResolvers<readonly boolean[]>();
  const recover: typeof github.missed.recover = async ({ hasTime }) => {
    const before = hasTime();
    desk.outage(github.deliverySweepMs / 2);
    looked.resolve([before, hasTime()]);
    return { asked: 0, leftSince: null };
  };
  background = startBackground({ ...desk.deps, sleep: () => nextTurn(), github: { ...github, missed: { recover } } });
  expect(await looked.promise).toEqual([true, false]);
});
