import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commentBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0, { body: PLAN })));
  await desk.settle();
});
afterEach(() => desk.stop());

const FIRST = '- [ ] parser: Parse dates (approve: before)\n';
const SECOND = '- [ ] tell: Tell of it (after: parser)\n';
const PLAN = `## Tasks\n${FIRST}${SECOND}`;

const edit = async (body: string, second = 10) => {
  await desk.deliver(event(issueBody('edited', second, { body })));
  await desk.settle();
};
const states = async () => {
  const rows = await desk.rows('SELECT key, state, approval FROM tasks ORDER BY position');
  return Object.fromEntries(rows.map(({ key, state, approval }) => [key, [state, approval]]));
};
const questions = () => desk.rows('SELECT n, state FROM questions ORDER BY n');
const lastEdit = async () => {
  const rows = await desk.rows("SELECT data FROM events WHERE kind = 'plan_edited' ORDER BY seq");
  return JSON.parse(String(rows.at(-1)?.data));
};
const withdrawn = async () => {
  const rows = await desk.rows("SELECT data FROM events WHERE kind = 'question_withdrawn'");
  return rows.map(({ data }) => JSON.parse(String(data)).because);
};

describe('the plan is edited while people are asked whether a task may start', () => {
  test('they are asked about what it says now, and that is what starts', async () => {
    expect(await states()).toEqual({ parser: ['blocked', 'before'], tell: ['pending', null] });
    await edit(PLAN.replace('Parse dates', 'Delete all'));
    expect(await desk.task('parser')).toMatchObject({ state: 'blocked', spec: { title: 'Delete all' } });
    expect(await questions()).toEqual([
      { n: 1, state: 'withdrawn' },
      { n: 2, state: 'open' },
    ]);
    expect(await withdrawn()).toEqual(['The plan was edited.']);
    expect(await lastEdit()).toMatchObject({ changed: [{ id: 'parser', what: ['title'] }], leftAlone: [] });
    await desk.deliver(event(commentBody('Q1 approve', 11)));
    expect(await states()).toMatchObject({ parser: ['blocked', 'before'] });
    await desk.deliver(event(commentBody('Q2 approve', 12)));
    expect(await states()).toMatchObject({ parser: ['ready', null] });
  });

  test('what changes nothing of the task leaves its question, and lets it start as it was answered', async () => {
    await edit(`# Notes\n\nRead this.\n\n## Tasks\n- [ ] more: Do more\n${FIRST}${SECOND}`);
    expect(await states()).toMatchObject({ parser: ['blocked', 'before'], more: ['ready', null] });
    expect(await questions()).toEqual([{ n: 1, state: 'open' }]);
    await desk.deliver(event(commentBody('Q1 approve', 11)));
    await edit(PLAN, 12);
    expect(await states()).toMatchObject({ parser: ['ready', null] });
    expect(await questions()).toEqual([{ n: 1, state: 'answered' }]);
  });

  test('nothing is asked any more where the plan has it no more; when it is back, they are asked anew', async () => {
    await edit('## Tasks\n- [ ] tell: Tell of it\n');
    expect(await states()).toEqual({ tell: ['ready', null], parser: ['canceled', 'before'] });
    expect(await questions()).toEqual([{ n: 1, state: 'withdrawn' }]);
    expect(await desk.run()).toMatchObject({ openTasks: 1 });
    await edit(PLAN, 12);
    expect(await states()).toEqual({ parser: ['blocked', 'before'], tell: ['pending', null] });
    expect(await desk.run()).toMatchObject({ openTasks: 2 });
  });

  test.each([
    ['is ticked: it is done, and who waited goes on', PLAN.replace('[ ] parser', '[x] parser'), 'succeeded', 'ready'],
    ['needs no approval any more', PLAN.replace(' (approve: before)', ''), 'ready', 'pending'],
    [
      'is to wait for another',
      PLAN.replace('(approve: before)', '(approve: before) (after: more)\n- [ ] more: Do more'),
      'pending',
      'pending',
    ],
  ])('the task %s', async (_, body, parser, tell) => {
    await edit(body);
    const now = await states();
    expect([now.parser?.[0], now.tell?.[0]]).toEqual([parser, tell]);
    expect(await questions()).toEqual([{ n: 1, state: 'withdrawn' }]);
  });
});
