import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { questionMarker } from '../../../src/core/report/markers.ts';
import { keepTime } from '../../../src/service/chores/tick.ts';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';
import { commentBody, editBody, event } from '../../support/incoming_desk.ts';
import { LEASE_MS } from '../../support/test_service.ts';

let desk: AskingDesk;
beforeEach(async () => {
  desk = await startAskingDesk();
});
afterEach(() => desk.stop());

const told = () => desk.answersTo(1_001);

describe('an answer that came in time', () => {
  /** Kept a second after the question was asked, by a service that is down from then until long after the deadline. */
  async function keptBeforeOutage(kept: string): Promise<void> {
    await desk.ask('schema', { default: 'keep', deadlineMs: 600_000 });
    await desk.receive('in-time', kept);
    desk.outage(1_200_000);
  }
  const boxes = async (drop: string) =>
    `**Q1** asks\n\n- [ ] keep\n- [${drop}] drop\n${questionMarker((await desk.run())?.id ?? '', 1)}`;
  const edited = (comment: Parameters<typeof editBody>[0]) => JSON.stringify(event(editBody(comment, 1)));
  const said = JSON.stringify(event(commentBody('Q1 drop', 1)));

  it('counts although the deadline is over when it is processed', async () => {
    await keptBeforeOutage(said);
    await desk.settle();
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada']);
    expect(await told()).toEqual(['+1']);
  });

  it('counts although GitHub cannot be asked at first who may answer', async () => {
    await keptBeforeOutage(said);
    const { may } = desk.deps.github?.authorization ?? {};
    Object.assign(desk.deps.github?.authorization ?? {}, { may: () => Promise.reject(new Error('GitHub is away.')) });
    await desk.settle();
    expect(await desk.questions()).toEqual(['Q1 open']);
    Object.assign(desk.deps.github?.authorization ?? {}, { may });
    desk.outage(60_000);
    await desk.settle();
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada']);
  });

  it.each([
    ['a comment', async () => said],
    [
      'a comment that says it since it was edited',
      async () => edited({ before: 'Hm.', body: 'Q1 drop', author: 'ada' }),
    ],
    ['a tick', async () => edited({ before: await boxes(' '), body: await boxes('x') })],
  ])('counts as %s whose webhook never came, and that GitHub sends anew once the service is back', async (_, lost) => {
    await desk.ask('schema', { default: 'keep', deadlineMs: 600_000 });
    desk.outage(1_200_000);
    Object.assign(desk.deps.github?.missed ?? {}, {
      recover: async () => {
        await desk.receive('sent-again', await lost());
        return { asked: 1, leftSince: null };
      },
    });
    await desk.settle();
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada']);
  });

  it('is waited for until GitHub has been asked what it sent meanwhile, an hour at most', async () => {
    await desk.settle();
    await desk.ask('schema', { default: 'keep', deadlineMs: 600_000 });
    Object.assign(desk.deps.github?.missed ?? {}, { recover: () => Promise.reject(new Error('GitHub is away.')) });
    desk.outage(600_000 + 3_599_000);
    await desk.settle();
    expect(await desk.questions()).toEqual(['Q1 open']);
    desk.outage(1_000);
    await desk.settle();
    expect(await desk.questions()).toEqual(['Q1 expired: keep by null']);
  });

  it('is not waited for where the service has run for an hour, though GitHub does not say what it sent before', async () => {
    desk.outage(LEASE_MS);
    Object.assign(desk.deps.github?.missed ?? {}, { recover: () => Promise.reject(new Error('GitHub is away.')) });
    await desk.ask('schema', { default: 'keep', deadlineMs: 4_000_000 });
    const deadlineAt = desk.deps.clock.now() + 4_000_000;
    while (desk.deps.clock.now() < deadlineAt) {
      await keepTime(desk.deps);
      desk.outage(LEASE_MS / 2);
    }
    await keepTime(desk.deps);
    expect(await desk.questions()).toEqual(['Q1 expired: keep by null']);
  });

  it('is not waited for where GitHub sent nothing meanwhile', async () => {
    await desk.ask('schema', { default: 'keep', deadlineMs: 600_000 });
    desk.outage(1_200_000);
    await desk.settle();
    expect(await desk.questions()).toEqual(['Q1 expired: keep by null']);
  });

  it('is not waited for longer than an hour', async () => {
    await keptBeforeOutage(said);
    Object.assign(desk.deps.github?.authorization ?? {}, { may: () => Promise.reject(new Error('GitHub is away.')) });
    desk.outage(3_600_000);
    await desk.settle();
    expect(await desk.questions()).toEqual(['Q1 expired: keep by null']);
  });

  it('does not count where it came too late, and that is said', async () => {
    await desk.ask('schema', { default: 'keep', deadlineMs: 600_000 });
    desk.outage(600_000);
    await desk.receive('late', JSON.stringify(event(commentBody('Q1 drop', 600, {}, 1_001))));
    await desk.process();
    expect(await desk.questions()).toEqual(['Q1 expired: keep by null']);
    expect(await told()).toContainEqual(expect.stringContaining('Q1'));
  });
});
