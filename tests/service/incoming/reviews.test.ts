import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QUIET_MS } from '../../../src/core/finding/finding_limits.ts';
import type { IncomingBody } from '../../../src/core/incoming/incoming_event.ts';
import { reworkTasks } from '../../../src/service/chores/rework_tasks.ts';
import type { ReviewComment } from '../../../src/service/ports/review_reader.ts';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

const COMMIT = 'c'.repeat(40);

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
  await desk.overwrite(`UPDATE tasks SET pull = 41, state = 'in_review', "commit" = '${COMMIT}' WHERE key = 'parser'`);
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
const afterMs = (ms: number) => reworkTasks(desk.deps, desk.deps.clock.now() + ms);
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

it('what was found is not waited for where the run is canceled: the work ends with it', async () => {
  await desk.deliver(event(reviewBody('changes_requested', 7, 'Say more.')));
  await desk.deliver(event(commentBody('/planwright cancel')));
  expect(await stateOf()).toBe('in_review');
  await desk.settle();
  expect(await stateOf()).toBe('canceled');
  expect(await desk.run()).toMatchObject({ state: 'canceled' });
});

describe('where a person is asked whether another attempt is to be made', () => {
  beforeEach(async () => {
    await desk.overwrite(`UPDATE tasks SET spec = json_set(spec, '$.settings.reviewAttempts', 0) WHERE key = 'parser'`);
    await desk.deliver(event(reviewBody('changes_requested', 7, 'Say more.')));
    await afterMs(0);
    expect([await stateOf(), await kept()]).toEqual(['in_review', ['review:7 held']]);
  });
  const merges = async () => (await desk.effects()).filter(({ kind }) => kind === 'merge_task').length;

  it.each([
    ['leave it', 'in_review', ['review:7 dropped'], 1],
    ['try again', 'ready', ['review:7 open'], 0],
    ['Look at the imports.', 'ready', ['review:7 open'], 0],
  ] as const)('%j is followed', async (text, state, findings, merged) => {
    await desk.say(`Q1 ${text}`, 1);
    expect([await stateOf(), await kept(), await merges()]).toEqual([state, findings, merged]);
  });

  it('who wants one while the run is being canceled is told that it is', async () => {
    await desk.say('/planwright cancel', 1);
    expect(await stateOf()).toBe('in_review');
    await desk.say('Q1 try again', 2);
    expect(await desk.replies()).toEqual(['`parser` is being canceled; nothing was changed.']);
    expect((await desk.notes()).at(-1)).toBe('done: It was answered: told.');
    await desk.settle();
    expect([await stateOf(), (await desk.run())?.state]).toEqual(['canceled', 'canceled']);
  });
});

it('what is dismissed before it is told counts for nothing, unlike another review', async () => {
  await desk.deliver(event(reviewBody('changes_requested', 7, '', 'dismissed')));
  await desk.deliver(event(reviewBody('changes_requested', 7, 'Say more.')));
  expect(await kept()).toEqual([]);
  expect((await desk.notes()).at(-1)).toBe('ignored: The review was dismissed meanwhile.');
  await desk.deliver(event(reviewBody('changes_requested', 8, 'Say more.')));
  expect(await kept()).toEqual(['review:8 open']);
});

it('a comment in a thread is kept with what was said before it, and not with what others said since or elsewhere', async () => {
  const said = (id: number, thread: number, text: string, review: number | null = 6) => ({
    ...comment(id, 7),
    ...{ thread, text, review },
  });
  desk.world.reviewComments.set(41, [
    said(68, 68, 'Of another place.'),
    said(69, 69, 'Why so?'),
    said(72, 69, 'Never mind.', null),
    said(70, 69, 'Since it is slow.', 7),
  ]);
  await desk.deliver(event(reviewBody('commented', 7)));
  const [row] = await desk.rows('SELECT content FROM findings');
  expect(JSON.parse(String(row?.content))).toMatchObject({
    comment: 70,
    thread: 69,
    before: [{ by: 'ada', text: 'Why so?' }],
  });
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

describe('a review of the final pull request', () => {
  beforeEach(async () => {
    const merged = `state = 'succeeded', merge_commit = '${COMMIT}', ended_at = 1`;
    await desk.overwrite(`UPDATE tasks SET ${merged} WHERE key = 'parser'`);
    await desk.overwrite(
      `INSERT INTO events (run, seq, at, kind, task, data) SELECT id, 99, 0, 'task_merged', 'parser', '{"mergeCommit":"x"}' FROM runs`,
    );
    await desk.overwrite("UPDATE runs SET final_pull = 60, state = 'in_review'");
  });
  const whole = (state: Review['review']['state']) =>
    desk.deliver(event({ ...reviewBody(state, 7, 'Nobody can read that.'), pull: { number: 60, head: null } }));

  it('that asks for changes and names no line goes to whoever came in last', async () => {
    await whole('changes_requested');
    expect(await kept()).toEqual(['review:7 open']);
    await desk.overwrite('UPDATE runs SET open_tasks = 0');
    await afterMs(0);
    expect(await stateOf()).toBe('ready');
    expect(await desk.run()).toMatchObject({ state: 'running' });
  });

  it('that only says something of the whole is told in the status', async () => {
    await whole('commented');
    expect(await kept()).toEqual([]);
    const [notice] = await desk.rows("SELECT data FROM events WHERE kind = 'noticed'");
    expect(String(notice?.data)).toContain('ada commented on #60 as a whole, and no attempt follows');
    expect(String(notice?.data)).toContain('"sort":"in_vain"');
  });
});

describe('where the bound of further attempts is reached', () => {
  const questions = () =>
    desk.rows('SELECT n, source, state, answer FROM questions ORDER BY n') as Promise<readonly object[]>;
  const merges = async () => (await desk.effects()).filter(({ kind }) => kind === 'merge_task').length;

  beforeEach(async () => {
    await desk.overwrite(`UPDATE tasks SET spec = json_set(spec, '$.settings.reviewAttempts', 0) WHERE key = 'parser'`);
    await desk.deliver(event(reviewBody('changes_requested', 7, 'All of it anew.')));
    await afterMs(0);
    await afterMs(0);
    expect(await questions()).toEqual([{ n: 1, source: 'no_progress', state: 'open', answer: null }]);
    expect(await kept()).toEqual(['review:7 held']);
    expect(await stateOf()).toBe('in_review');
    expect(await merges()).toBe(0);
  });

  it.each([
    ['Q1 try again', 'try again'],
    ['Q1: Look at the imports first.', 'Look at the imports first.'],
  ])('a person who answers %j has one more attempt made, that is told all of it', async (said, answer) => {
    await desk.deliver(event(commentBody(said, 5)));
    expect(await questions()).toMatchObject([{ state: 'answered', answer }]);
    expect(await stateOf()).toBe('ready');
    expect(await kept()).toEqual(['review:7 open']);
    const runner = desk.runner();
    await runner.register();
    const [lease] = await runner.lease();
    expect(lease?.answers.map((each) => each.answer)).toEqual([answer]);
    expect(JSON.stringify(lease?.work)).toContain('All of it anew.');
    // Its own words are in the prompt; an option says nothing that it does not know.
    expect(JSON.stringify(lease?.work).includes(answer)).toBe(answer !== 'try again');
  });

  it('a person who leaves it has the work merged, and nobody is asked again', async () => {
    await desk.deliver(event(commentBody('Q1 leave it', 5)));
    expect(await kept()).toEqual(['review:7 dropped']);
    expect(await merges()).toBe(1);
    await afterMs(2 * QUIET_MS);
    expect(await questions()).toHaveLength(1);
    expect(await stateOf()).toBe('in_review');
  });
});
