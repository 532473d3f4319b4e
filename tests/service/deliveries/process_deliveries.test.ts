import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitHubUnreachableError } from '../../../src/github/clients/github_error.ts';
import { processDeliveries } from '../../../src/service/deliveries/process_deliveries.ts';
import { retryDeliveries } from '../../../src/service/deliveries/retry_deliveries.ts';
import type { ServiceDependencies } from '../../../src/service/dependencies.ts';
import { NotNowError } from '../../../src/service/ports/forge.ts';
import { status } from '../../../src/service/views/status.ts';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

const processAll = (deps: ServiceDependencies) => processDeliveries(deps, { atMost: 100 });

const START = JSON.stringify(event(issueBody('opened')));

describe('a delivery', () => {
  it('is kept once, and wakes whoever processes it', async () => {
    let woken = 0;
    desk.deps.signals.chores.listen(() => {
      woken += 1;
    });
    expect(await desk.receive('one', START)).toBe('new');
    expect(await desk.receive('one', START)).toBe('known');
    expect(woken).toBe(1);
    expect(await desk.run()).toBeNull();
    await desk.process();
    expect(await desk.run()).not.toBeNull();
    expect(await desk.notes()).toEqual(['done: The plan was read.']);
  });

  it('that is none of ours, or not as GitHub describes it, is ignored with the reason', async () => {
    await desk.receive('one', START, 'unknown');
    await desk.receive('two', '{"half":');
    await desk.process();
    expect(await desk.notes()).toEqual([
      'ignored: Planwright does not act upon events of this kind.',
      'ignored: The body is not as GitHub describes this event.',
    ]);
  });

  it('is processed later when GitHub cannot be asked now', async () => {
    desk.world.trouble = new Error('No answer.');
    await desk.receive('one', START);
    await desk.process();
    expect(await desk.notes()).toEqual(['waiting: No answer.']);
    desk.world.trouble = null;
    await desk.process();
    expect(await desk.run()).toBeNull();
    desk.outage(1_000);
    await desk.process();
    expect(await desk.run()).not.toBeNull();
  });

  it('outlives an outage of GitHub that lasts for days', async () => {
    desk.world.trouble = new GitHubUnreachableError('No answer.');
    await desk.receive('one', START);
    for (let turn = 0; turn < 60; turn++) {
      await desk.process();
      desk.outage(3_600_000);
    }
    desk.world.trouble = null;
    await desk.process();
    expect(await desk.run()).not.toBeNull();
  });

  it('is given up when the outage lasts longer than that, and shown until it is processed anew', async () => {
    desk.world.trouble = new GitHubUnreachableError('No answer.');
    await desk.receive('one', START);
    await desk.process();
    desk.outage(3 * 24 * 3_600_000);
    await desk.process();
    const dead = { id: 'one', event: 'any', message: 'No answer.' };
    expect((await status(desk.deps)).deliveries).toMatchObject({ waiting: 0, failing: 0, dead: [dead] });
    desk.world.trouble = null;
    expect(await retryDeliveries(desk.deps, 'one')).toBe(1);
    await desk.process();
    expect(await desk.run()).not.toBeNull();
    expect((await status(desk.deps)).deliveries).toEqual({ waiting: 0, failing: 0, dead: [] });
  });

  it('that was given up is processed when GitHub sends it again', async () => {
    desk.world.trouble = new GitHubUnreachableError('No answer.');
    await desk.receive('one', START);
    desk.outage(3 * 24 * 3_600_000);
    await desk.process();
    desk.world.trouble = null;
    expect(await desk.receive('one', START)).toBe('new');
    await desk.process();
    expect(await desk.run()).not.toBeNull();
  });

  it('that comes too early waits until its time, and never counts as failed', async () => {
    const free = desk.deps.clock.now() + 3_600_000;
    desk.world.trouble = new NotNowError(free, 'A limit of GitHub was reached.');
    await desk.receive('one', START);
    await desk.process();
    desk.world.trouble = null;
    desk.outage(3_599_999);
    await desk.process();
    expect(await desk.notes()).toEqual(['waiting: A limit of GitHub was reached.']);
    desk.outage(1);
    await desk.process();
    expect(await desk.run()).not.toBeNull();
    expect(await desk.rows('SELECT attempts FROM deliveries')).toMatchObject([{ attempts: 0 }]);
  });

  it('that waits keeps back what came behind it on its issue, and nothing else', async () => {
    const ask = desk.deps.github?.authorization.isAllowed;
    if (ask === undefined || desk.deps.github === null) throw new Error('The desk has no GitHub.');
    let failing = true;
    const authorization = {
      ...desk.deps.github.authorization,
      isAllowed: async (installation: number) => {
        if (!failing) return ask(installation);
        failing = false;
        throw new GitHubUnreachableError('No answer.');
      },
    };
    const deps = { ...desk.deps, github: { ...desk.deps.github, authorization } };
    await desk.receive('opened', START);
    await desk.receive('closed', JSON.stringify(event(issueBody('closed', 5))));
    await desk.receive('other', JSON.stringify(event(issueBody('opened', 1, { number: 41 }))));
    while (await processAll(deps));
    expect(await desk.run()).toBeNull();
    expect(await desk.run(41)).not.toBeNull();
    expect((await desk.notes()).map((note) => note.split(':')[0])).toEqual(['waiting', 'waiting', 'done']);
    desk.outage(1_000);
    while (await processAll(deps));
    // The closing finds the run, and waits until it has begun.
    expect(await desk.run()).not.toBeNull();
    expect((await desk.notes())[1]).toMatch(/^waiting/);
  });

  it('whose processing takes too long changes nothing afterwards, and is tried again', async () => {
    const { github, store } = desk.deps;
    if (github === null) throw new Error('The desk has no GitHub.');
    const answer = Promise.withResolvers<boolean>();
    const asked = Promise.withResolvers<void>();
    const may = () => {
      asked.resolve();
      return answer.promise;
    };
    await desk.receive('one', START);
    const slow = processAll({ ...desk.deps, github: { ...github, authorization: { ...github.authorization, may } } });
    await asked.promise;
    desk.outage(15_000);
    await slow;
    expect(await desk.notes()).toEqual(['waiting: It took longer than 15000 ms.']);
    const before = await desk.everything();
    answer.resolve(true);
    await store.ping();
    expect(await desk.everything()).toBe(before);
    desk.outage(600_000);
    await desk.process();
    expect(await desk.run()).not.toBeNull();
  });

  it('of news that are weeks old is not acted upon, whoever kept it', async () => {
    desk.outage(14 * 24 * 3_600_000 + 1);
    await desk.receive('one', START);
    await desk.process();
    expect(await desk.run()).toBeNull();
    expect(await desk.notes()).toEqual(['ignored: It comes too late to be acted upon.']);
  });

  it('is given up after many failures of its own, and holds up no other', async () => {
    desk.world.trouble = new Error('No answer.');
    await desk.receive('one', START);
    for (let turn = 0; turn < 20; turn++) {
      await desk.process();
      desk.outage(60_000);
    }
    expect(await desk.notes()).toEqual(['dead: No answer.']);
    desk.world.trouble = null;
    await desk.deliver(event(issueBody('opened', 1)));
    expect(await desk.run()).not.toBeNull();
  });

  it('of a process that died is processed by another when its hold is over', async () => {
    await desk.receive('one', START);
    const now = desk.deps.clock.now();
    expect(await desk.deps.store.deliveries.claim('dead', now, now + 30_000, 20)).toHaveLength(1);
    expect(await processAll(desk.deps)).toBe(false);
    desk.outage(30_000);
    expect(await processAll(desk.deps)).toBe(true);
    expect(await desk.run()).not.toBeNull();
  });

  it('whose holder lost it changes nothing', async () => {
    await desk.receive('one', START);
    const { store, clock } = desk.deps;
    const before = await desk.everything();
    const losing = {
      ...desk.deps,
      store: {
        ...store,
        command: async (...[name, decide]: Parameters<typeof store.command>) => {
          // Meanwhile another process takes it.
          await store.deliveries.claim('other', clock.now() + 30_000, clock.now() + 90_000, 20);
          return store.command(name, decide);
        },
      },
    } as typeof desk.deps;
    await processAll(losing);
    expect(await desk.everything()).toBe(before);
    expect(await desk.run()).toBeNull();
  });
});
