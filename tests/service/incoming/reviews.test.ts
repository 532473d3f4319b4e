import { afterEach, beforeEach, expect, it } from 'vitest';
import { QUIET_MS } from '../../../src/core/finding/finding_limits.ts';
import type { IncomingBody } from '../../../src/core/incoming/incoming_event.ts';
import { reworkTasks } from '../../../src/service/observations/rework_tasks.ts';
import type { ReviewComment } from '../../../src/service/ports/review_reader.ts';
import { by, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

const COMMIT = 'c'.repeat(40);

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
  await desk.rows(`UPDATE tasks SET pull = 41, state = 'in_review', "commit" = '${COMMIT}' WHERE key = 'parser'`);
});
afterEach(() => desk.stop());

type Review = Extract<IncomingBody, { kind: 'review' }>;

function reviewBody(
  state: Review['review']['state'],
  id = 7,
  body = '',
  action: Review['action'] = 'submitted',
): Review {
  return { kind: 'review', action, review: { id, state, body }, pull: { number: 41, head: 'planwright/40/parser' } };
}

function comment(id: number, review: number): ReviewComment {
  const place = { path: 'note.txt', line: 1, commit: COMMIT, hunk: '+a note' };
  return { id, review, thread: id, by: 'ada', text: 'Say more.', ...place };
}

/** Begins what is due so long after now. */
const afterMs = (ms: number) => reworkTasks(desk.deps, desk.deps.clock.now() + ms, 100);
const stateOf = async () => (await desk.task('parser'))?.state;
const kept = async () =>
  (await desk.rows('SELECT key, state FROM findings ORDER BY key')).map(({ key, state }) => `${key} ${state}`);

it('who asks for changes is done at once, and the same news come again are none', async () => {
  await desk.deliver(event(reviewBody('changes_requested', 7, 'Say more.')));
  await desk.deliver(event(reviewBody('changes_requested', 7, 'Say more.')));
  expect(await kept()).toEqual(['review:7 open']);
  await afterMs(0);
  expect(await stateOf()).toBe('ready');
});

it('single comments are gathered until nothing more came for a while', async () => {
  desk.world.reviewComments.set(41, [comment(70, 7), comment(80, 8)]);
  await desk.deliver(event(reviewBody('commented', 7)));
  await desk.deliver(event(reviewBody('commented', 8)));
  expect(await kept()).toEqual(['comment:70 open', 'comment:80 open']);
  await afterMs(QUIET_MS - 1_000);
  expect(await stateOf()).toBe('in_review');
  await afterMs(QUIET_MS + 1_000);
  expect(await stateOf()).toBe('ready');
});

it.each([
  ['somebody without permission', by('eve')],
  ['a bot', by('ada', true)],
])('a review by %s changes nothing but the log of deliveries', async (_, sender) => {
  desk.world.reviewComments.set(41, [comment(70, 7)]);
  const before = await desk.everything();
  await desk.deliver(event(reviewBody('changes_requested', 7, 'All of it anew.'), sender));
  await desk.deliver(event({ kind: 'thread_resolved', comments: [70], pull: { number: 41, head: null } }, sender));
  expect((await desk.notes()).slice(-2)).toEqual(Array(2).fill('ignored: Its sender may not command here.'));
  expect(await desk.everything()).toBe(before);
});

it('an approval, and a review that says nothing, have nothing done', async () => {
  desk.world.reviewComments.set(41, [comment(70, 7)]);
  await desk.deliver(event(reviewBody('approved', 7, 'Fine.')));
  await desk.deliver(event(reviewBody('commented', 9)));
  expect(await kept()).toEqual([]);
});

it('what is dismissed or resolved before an attempt has begun counts no more, and the work is merged', async () => {
  desk.world.reviewComments.set(41, [comment(70, 7), comment(80, 8)]);
  await desk.deliver(event(reviewBody('commented', 7)));
  await desk.deliver(event(reviewBody('changes_requested', 8)));
  await desk.deliver(event(reviewBody('changes_requested', 8, '', 'dismissed')));
  expect(await kept()).toEqual(['comment:70 open', 'comment:80 dropped']);
  const merges = async () => (await desk.effects()).filter(({ kind }) => kind === 'merge_task').length;
  expect(await merges()).toBe(0);
  await desk.deliver(event({ kind: 'thread_resolved', comments: [70], pull: { number: 41, head: null } }));
  expect(await kept()).toEqual(['comment:70 dropped', 'comment:80 dropped']);
  expect(await merges()).toBe(1);
  await afterMs(2 * QUIET_MS);
  expect(await stateOf()).toBe('in_review');
});
