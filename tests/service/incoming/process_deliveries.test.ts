import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processDeliveries } from '../../../src/service/process_deliveries.ts';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

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

  it('is given up after many failures, and holds up no other', async () => {
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
    expect(await processDeliveries(desk.deps)).toBe(false);
    desk.outage(30_000);
    expect(await processDeliveries(desk.deps)).toBe(true);
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
    await processDeliveries(losing);
    expect(await desk.everything()).toBe(before);
    expect(await desk.run()).toBeNull();
  });
});
