import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

const seenAt = async () => (await desk.rows('SELECT updated_at FROM issues_seen')).map((row) => Number(row.updated_at));

describe('a command that arrives after newer news of its issue were acted upon', () => {
  it('cancels all the same, and takes nothing back of what is newer', async () => {
    await desk.deliver(event(issueBody('labeled', 0)));
    await desk.settle();
    await desk.say('/planwright pause\n/planwright resume', 9);
    const newest = await seenAt();
    await desk.say('/planwright cancel', 5);
    await desk.settle();
    expect(await desk.run()).toMatchObject({ state: 'canceled' });
    expect(await seenAt()).toEqual(newest);
  });

  it('is answered where there is no run, and takes nothing back either', async () => {
    await desk.deliver(event(issueBody('closed', 9)));
    const newest = await seenAt();
    await desk.say('/planwright cancel', 5);
    expect(await desk.replies()).toEqual([expect.stringContaining('There is no run here to cancel.')]);
    expect(await seenAt()).toEqual(newest);
  });
});
