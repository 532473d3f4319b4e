import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commentBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

const say = (body: string, second: number) => desk.deliver(event(commentBody(body, second)));
const seenAt = async () => (await desk.rows('SELECT updated_at FROM issues_seen')).map((row) => Number(row.updated_at));
const replies = async () => (await desk.effects()).flatMap(({ kind, text }) => (kind === 'reply' ? [text] : []));

describe('a command that arrives after newer news of its issue were acted upon', () => {
  it('cancels all the same, and takes nothing back of what is newer', async () => {
    await desk.deliver(event(issueBody('labeled', 0)));
    await desk.settle();
    await say('/planwright pause\n/planwright resume', 9);
    const newest = await seenAt();
    await say('/planwright cancel', 5);
    await desk.settle();
    expect(await desk.run()).toMatchObject({ state: 'canceled' });
    expect(await seenAt()).toEqual(newest);
  });

  it('is answered where there is no run, and takes nothing back either', async () => {
    await desk.deliver(event(issueBody('closed', 9)));
    const newest = await seenAt();
    await say('/planwright cancel', 5);
    expect(await replies()).toHaveLength(1);
    expect(await seenAt()).toEqual(newest);
  });
});

describe('a comment', () => {
  it('with more commands than are taken of one says how many were left out', async () => {
    await desk.deliver(event(issueBody('labeled', 0)));
    await desk.settle();
    await say('/planwright status\n'.repeat(40), 1);
    expect(await replies()).toEqual([expect.stringMatching(/the last \d+ were left out/)]);
  });

  it('that skips a task of a failed run sets nothing going while its issue is closed', async () => {
    await desk.deliver(event(issueBody('labeled', 0)));
    await desk.settle();
    await desk.rows(`UPDATE tasks SET state = 'failed' WHERE key = 'parser'`);
    await desk.rows(`UPDATE tasks SET state = 'skipped' WHERE key = 'docs'`);
    await desk.rows(`UPDATE runs SET state = 'failed', open_tasks = 0`);
    const before = await desk.rows('SELECT * FROM tasks');
    await desk.deliver(event(commentBody('/planwright skip parser', 2, { state: 'closed' })));
    expect(await desk.rows('SELECT * FROM tasks')).toEqual(before);
    expect(await replies()).toEqual([expect.stringContaining('issue #40 is closed')]);
  });
});
