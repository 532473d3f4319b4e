import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  PLAN,
  pullBody,
  pushBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

const MERGE = 'e'.repeat(40);
const OF_FIRST = { number: 60, head: 'planwright/40/plan', base: 'main' };

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  desk.answers.offer_run = () => ({ kind: 'offered', pull: 60, ready: false });
});
afterEach(() => desk.stop());

const cancel = async (second: number) => {
  await desk.deliver(event(commentBody('/planwright cancel', second)));
  await desk.settle();
};
const reports = () => desk.sent.flatMap((request) => (request.kind === 'close_run' ? [request] : []));

/** A run that was canceled and left a final pull request, and a second one of the same issue. */
async function startSecond(): Promise<void> {
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
  await desk.overwrite('UPDATE runs SET final_pull = 60');
  await cancel(1);
  await desk.deliver(event(issueBody('labeled', 2)));
  await desk.settle();
  expect(await desk.run()).toMatchObject({ sequence: 2, state: 'running' });
}

const mergeFirst = async () => {
  await desk.deliver(event(pullBody('closed', { ...OF_FIRST, merge: { commit: MERGE } })));
  await desk.settle();
};

it('what an earlier run left can be merged without closing the issue of the one that is under way', async () => {
  await startSecond();
  await mergeFirst();
  expect(reports()).toMatchObject([{ closes: false, report: expect.stringContaining('#60') }]);
  expect(await desk.run()).toMatchObject({ sequence: 2, state: 'running' });
});

it('what an earlier run left marks the issue no more while another is under way, and does so afterwards', async () => {
  const marks = () => desk.sent.flatMap((request) => (request.kind === 'show_run' ? [request.marks] : [])).at(-1);
  await startSecond();
  expect(marks()).toMatchObject({ labels: ['planwright:running'] });
  await mergeFirst();
  expect(marks()).toBeNull();
  await cancel(3);
  expect(marks()).toEqual({ labels: [], done: [] });
});

it('an earlier run asks for nothing any more as soon as a later one is there', async () => {
  const TOOK_OVER = 'A later run of this plan took over; nothing is wanted here.';
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
  await desk.overwrite('UPDATE runs SET final_pull = 60');
  await cancel(1);
  const before = desk.sent.length;
  await desk.deliver(event(issueBody('labeled', 2)));
  await desk.settle();
  const since = desk.sent.slice(before);
  const comments = since.flatMap((request) => (request.kind === 'show_run' ? [request.comment] : []));
  expect(comments.filter((comment) => comment.includes(TOOK_OVER))).toHaveLength(1);
  const body = expect.stringContaining(TOOK_OVER);
  expect(since.filter(({ kind }) => kind === 'offer_run')).toMatchObject([{ opens: false, pull: { body } }]);
});

it('what an earlier run left closes the issue where no other is under way any more', async () => {
  await startSecond();
  await cancel(3);
  await mergeFirst();
  expect(reports()).toMatchObject([{ closes: true }]);
});

it('the branch of a run that has ended can be deleted, and its pull request goes with it unnoticed', async () => {
  await startSecond();
  const goneBranch = 'planwright/40/plan';
  desk.world.pulls.set(60, { state: 'closed', base: 'main', goneBranch, headCommit: MERGE });
  const before = await desk.events();
  await desk.deliver(event(pullBody('closed', OF_FIRST)));
  expect((await desk.notes()).at(-1)).toBe('ignored: It was closed with the branch of a run that has ended.');
  expect(await desk.events()).toEqual(before);
  await desk.deliver(event(pushBody(goneBranch, null)));
  expect(await desk.run()).toMatchObject({ sequence: 2, state: 'running' });
});

it('what a run did whose final pull request was merged stays done in the next', async () => {
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
  await desk.overwrite(`UPDATE tasks SET state = 'succeeded', merge_commit = '${MERGE}' WHERE key = 'parser'`);
  await desk.overwrite("UPDATE runs SET final_pull = 60, state = 'in_review', open_tasks = 0");
  await mergeFirst();
  expect(await desk.run()).toMatchObject({ state: 'succeeded' });
  const body = PLAN.replace('[ ] parser', '[x] parser');
  await desk.deliver(event(issueBody('labeled', 5, { body })));
  expect(await desk.run()).toMatchObject({ sequence: 2 });
  expect(await desk.task('parser')).toMatchObject({ state: 'succeeded' });
});

it('a run that has succeeded is refused with its own words, and not with those of its closed issue', async () => {
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
  await desk.overwrite("UPDATE runs SET final_pull = 60, state = 'in_review', open_tasks = 0");
  await mergeFirst();
  await desk.deliver(event(commentBody('/planwright retry', 5, { state: 'closed' })));
  const replies = await desk.replies();
  expect(replies).toEqual([expect.stringMatching(/^The run has succeeded\. .*reopen #\d+;/)]);
  expect(replies[0]).not.toContain('is closed');
});

it.each([
  ['/planwright retry', 'canceled'],
  ['/planwright retry', 'succeeded'],
  ['/planwright retry parser', 'canceled'],
  ['/planwright skip parser', 'canceled'],
])(
  '%s in the pull request of an earlier run, whose tasks are %s, takes it up no more while another is under way',
  async (command, tasks) => {
    await startSecond();
    await desk.overwrite(`UPDATE tasks SET state = '${tasks}' WHERE run = (SELECT id FROM runs WHERE sequence = 1)`);
    await desk.deliver(event(commentBody(command, 3, { number: 60, isPull: true, labels: [] })));
    await desk.settle();
    expect(await desk.rows('SELECT sequence, state FROM runs ORDER BY sequence')).toMatchObject([
      { sequence: 1, state: 'canceled' },
      { sequence: 2, state: 'running' },
    ]);
    const replies = desk.sent.flatMap((request) => (request.kind === 'reply' ? [request.text] : []));
    expect(replies.at(-1)).toContain('A later run of this plan is under way.');
    expect(await desk.rows("SELECT state FROM deliveries WHERE state <> 'done'")).toEqual([]);
  },
);
