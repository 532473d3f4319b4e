import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { questionMarker } from '../../../src/core/report/markers.ts';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';
import { by, commentBody, ELSEWHERE, editBody, event, issueBody } from '../../support/incoming_desk.ts';

let desk: AskingDesk;
let marker: string;
beforeEach(async () => {
  desk = await startAskingDesk();
  marker = questionMarker((await desk.run())?.id ?? '', 1);
  await desk.ask('schema');
});
afterEach(() => desk.stop());

const text = (keep: string, drop: string) => `**Q1** asks\n\n- [${keep}] keep\n- [${drop}] drop\n${marker}`;
const tick = (before: string, body: string, login = 'ada', issue = {}) =>
  desk.deliver(event(editBody({ before, body }, 3, issue), by(login, login.endsWith('[bot]'))));
const note = async () => (await desk.notes()).at(-1);
const waits = async () => (await desk.effects()).filter(({ kind }) => kind === 'show_questions').length;

describe('an option that is ticked in the comment of its question', () => {
  it('is the answer of whoever ticked it', async () => {
    await tick(text(' ', ' '), text(' ', 'x'));
    expect(await desk.questions()).toEqual(['Q1 answered: drop by ada']);
    expect(await desk.task('schema')).toMatchObject({ state: 'ready' });
    expect(await note()).toBe('done: Q1 was answered by a tick.');
    const before = await desk.everything();
    await tick(text(' ', ' '), text(' ', 'x'));
    expect(await desk.everything()).toBe(before);
  });

  it('counts where nothing was heard of the issue for longer than news of it count', async () => {
    const days = 20 * 24 * 3_600;
    desk.outage(days * 1_000);
    await desk.deliver(event(editBody({ before: text(' ', ' '), body: text('x', ' ') }, days)));
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada']);
  });

  it('counts by whoever is first; the other is told in the status, and the comment is written back', async () => {
    desk.world.permitted.add('bob');
    await tick(text(' ', ' '), text('x', ' '));
    await desk.settle();
    const subject = (await desk.run())?.id ?? '';
    const shown = { subject, what: 'question:1', number: 900, digest: 'as it stands' } as const;
    await desk.change({ kind: 'remember_shown', shown });
    await tick(text('x', ' '), text('x', 'x'), 'bob');
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada']);
    expect(await desk.deps.store.read.shown(subject)).toContainEqual({ ...shown, digest: '' });
    const [notice] = await desk.rows("SELECT data FROM events WHERE kind = 'noticed'");
    expect(String(notice?.data)).toContain(
      'bob ticked an option of Q1, and nothing was done: Q1 was answered by ada: `keep`',
    );
  });

  it('is one alone, which whoever ticks two is told in the status', async () => {
    await tick(text(' ', ' '), text('x', 'x'));
    expect(await desk.questions()).toEqual(['Q1 open']);
    const [notice] = await desk.rows("SELECT data FROM events WHERE kind = 'noticed'");
    expect(String(notice?.data)).toContain(
      'ada ticked more than one option of Q1, and nothing was done: tick one of them.',
    );
  });

  it.each([
    ['two at once', (t: typeof text) => t('x', 'x')],
    ['another text', (t: typeof text) => t(' ', ' ').replace('asks', 'is settled')],
    ['a box of a stranger', (t: typeof text) => t(' ', ' ').replace('- [ ] keep', '- [x] both\n- [ ] keep')],
    ['no marker any more', (t: typeof text) => t(' ', ' ').replace(marker, '')],
    ['nothing any more', () => ''],
  ])('is no answer where the comment has %s, and is written back', async (_, edited) => {
    await desk.settle();
    const before = await waits();
    await tick(text(' ', ' '), edited(text));
    expect(await desk.questions()).toEqual(['Q1 open']);
    expect(await waits()).toBe(before + 1);
    expect(await note()).toBe('done: The comment of Q1 is written back as it should be.');
  });

  it('by somebody who may not command is written back, and leaves nothing in the database', async () => {
    await desk.settle();
    const before = await desk.everything();
    await tick(text(' ', ' '), text('x', ' '), 'mallory');
    expect(await desk.everything()).toBe(before);
    expect(desk.world.putBack).toEqual([{ comment: 900, before: text(' ', ' ') }]);
    expect(await note()).toMatch(/^refused: /);
    desk.world.turnsAreFree = false;
    await tick(text(' ', ' '), text('x', ' '), 'mallory');
    expect(await note()).toMatch(/^ignored: .* could not be written back at once/);
    await tick(text(' ', ' '), text('x', ' '), 'renovate[bot]');
    expect(await desk.everything()).toBe(before);
  });

  it('of a stranger is written back a few times an hour only', async () => {
    for (let count = 0; count < 31; count += 1) await tick(text(' ', ' '), text('x', ' '), 'mallory');
    expect(desk.world.putBack).toHaveLength(30);
    expect(await note()).toBe('ignored: Its sender may not answer here, and too many were refused this hour.');
    expect(await desk.questions()).toEqual(['Q1 open']);
    await tick(text(' ', ' '), text('x', ' '));
    expect(await desk.questions()).toEqual(['Q1 answered: keep by ada']);
  });

  it('of another issue, run or question is none', async () => {
    await desk.settle();
    const before = await desk.everything();
    await tick(text(' ', ' '), text('x', ' '), 'ada', { number: 41 });
    marker = questionMarker('another', 1);
    await tick(text(' ', ' '), text('x', ' '));
    marker = questionMarker((await desk.run())?.id ?? '', 7);
    await tick(text(' ', ' '), text('x', ' '));
    expect(await desk.everything()).toBe(before);
  });

  it('of a run in another repository is none, whatever a comment there says it is', async () => {
    await desk.deliver(event(issueBody('labeled', 0), ELSEWHERE));
    await desk.settle();
    const before = await desk.everything();
    const forged = editBody({ before: text(' ', ' '), body: text(' ', 'x') }, 3);
    await desk.deliver(event(forged, ELSEWHERE));
    expect(await note()).toBe('ignored: It asks nothing of a run of this issue.');
    expect(await desk.everything()).toBe(before);
    expect(await desk.questions()).toEqual(['Q1 open']);
  });

  it('is told to be too late where nobody waits for it', async () => {
    await desk.deliver(event(commentBody('/planwright cancel schema', 2)));
    await tick(text(' ', ' '), text('x', ' '));
    expect(await desk.questions()).toEqual(['Q1 withdrawn']);
    const notices = await desk.rows("SELECT data FROM events WHERE kind = 'noticed'");
    expect(notices.map(({ data }) => String(data)).join()).toMatch(/Q1 was withdrawn.*"sort":"in_vain"/);
  });
});
