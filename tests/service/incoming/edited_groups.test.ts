import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

/** A plan in groups: each heading with its tasks. */
const planOf = (groups: Readonly<Record<string, readonly string[]>>, settings = '') =>
  `${settings}## Tasks\n${Object.entries(groups)
    .map(([heading, tasks]) => `### ${heading}\n${tasks.map((task) => `- [ ] ${task}\n`).join('')}`)
    .join('')}`;
const PARSER = ['grammar: Write the grammar', 'lexer: Write the lexer'];
const RELEASE = ['notes: Write the notes', 'tag: Name the version (after notes)'];
const PLAN = planOf({ Parser: PARSER, 'Release (after Parser)': RELEASE });

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

async function start(body = PLAN): Promise<void> {
  await desk.deliver(event(issueBody('labeled', 0, { body })));
  await desk.settle();
}
const edit = (body: string, second = 10) => desk.deliver(event(issueBody('edited', second, { body })));

/** Where each task that is left stands, with what it waits for. */
async function graph() {
  const rows = await desk.rows(
    `SELECT t.key, t.state, t.open_dependencies AS open, group_concat(o.key, ' ' ORDER BY o.position) AS after FROM tasks t
      LEFT JOIN dependencies d ON d.task = t.id AND NOT d.satisfied LEFT JOIN tasks o ON o.id = d.depends_on
      WHERE t.state <> 'canceled' GROUP BY t.id ORDER BY t.position`,
  );
  return Object.fromEntries(rows.map(({ key, state, after }) => [key, after === null ? state : `${state} ${after}`]));
}

async function lastEdit() {
  const rows = await desk.rows("SELECT data FROM events WHERE kind = 'plan_edited' ORDER BY seq DESC LIMIT 1");
  return JSON.parse(String(rows[0]?.data ?? 'null'));
}

/** Does the next task that is ready. */
async function work(isDone = true) {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease(1);
  await runner.start(lease?.attempt ?? '');
  if (isDone) await runner.finish(lease?.attempt ?? '', success());
  await desk.settle();
  return lease?.task.key;
}

const BEFORE = {
  grammar: 'ready',
  lexer: 'ready',
  notes: 'pending grammar lexer',
  tag: 'pending grammar lexer notes',
};

describe('an edit of what a group waits for', () => {
  it('that takes it away lets its tasks begin, and says so', async () => {
    await start();
    expect(await graph()).toEqual(BEFORE);
    await edit(planOf({ Parser: PARSER, Release: RELEASE }));
    expect(await graph()).toEqual({ grammar: 'ready', lexer: 'ready', notes: 'ready', tag: 'pending notes' });
    expect(await lastEdit()).toMatchObject({ around: true, added: [], removed: [], leftAlone: [] });
    await edit(PLAN, 11);
    expect(await graph()).toEqual(BEFORE);
  });

  it('that turns it round is followed where nothing has begun', async () => {
    await start();
    await edit(planOf({ 'Parser (after Release)': PARSER, Release: RELEASE }));
    expect(await graph()).toEqual({
      grammar: 'pending notes tag',
      lexer: 'pending notes tag',
      notes: 'ready',
      tag: 'pending notes',
    });
  });

  it('that turns it round leaves alone what has begun, which nothing holds up any more', async () => {
    await start();
    expect(await work(false)).toBe('grammar');
    await edit(planOf({ 'Parser (after Release)': PARSER, Release: RELEASE }));
    expect(await graph()).toEqual({
      grammar: 'running',
      lexer: 'pending notes tag',
      notes: 'ready',
      tag: 'pending notes',
    });
  });

  it('that makes it wait for itself changes nothing, and names the circle', async () => {
    await start();
    await edit(planOf({ 'Parser (after Release)': PARSER, 'Release (after Parser)': RELEASE }));
    expect(await graph()).toEqual(BEFORE);
    expect(await lastEdit()).toBeNull();
    const [told] = await desk.rows("SELECT data FROM events WHERE kind = 'plan_edit_refused'");
    expect(String(told?.data)).toContain('wait for each other');
  });

  it('waits for approval where the plan was approved, and holds nobody up meanwhile', async () => {
    const settings = '```planwright\napprove: plan\n```\n';
    desk.answers.show_proposal = () => ({ kind: 'plan_shown', at: 0 });
    const body = planOf({ Parser: PARSER, 'Release (after Parser)': RELEASE }, settings);
    await start(body);
    await desk.say('/planwright approve', 5, 'ada', { body });
    await edit(planOf({ Parser: PARSER, Release: RELEASE }, settings));
    expect(await graph()).toEqual(BEFORE);
    expect(await desk.events()).toContain('plan_edit_proposed');
  });
});

describe('an edit of who stands in a group', () => {
  it('that moves the heading alone, and no task, is one all the same', async () => {
    await start(
      planOf({ Parser: PARSER, Release: ['notes: Write the notes'], 'Last (after Parser)': ['tag: Name it'] }),
    );
    expect(await graph()).toMatchObject({ tag: 'pending grammar lexer' });
    await edit(
      planOf({
        Parser: ['grammar: Write the grammar'],
        Release: ['lexer: Write the lexer', 'notes: Write the notes'],
        'Last (after Parser)': ['tag: Name it'],
      }),
    );
    expect(await graph()).toMatchObject({ tag: 'pending grammar' });
    expect(await lastEdit()).toMatchObject({ changed: [{ id: 'lexer', what: ['group'] }], around: false });
  });

  it('that adds a task has those wait for it that wait for the group', async () => {
    await start();
    await edit(planOf({ Parser: [...PARSER, 'tests: Test it'], 'Release (after Parser)': RELEASE }));
    expect(await graph()).toEqual({
      grammar: 'ready',
      lexer: 'ready',
      tests: 'ready',
      notes: 'pending grammar lexer tests',
      tag: 'pending grammar lexer tests notes',
    });
  });

  it('that adds one to a group that was done holds up what has not begun, and nothing else', async () => {
    await start(planOf({ Parser: ['grammar: Write the grammar'], 'Release (after Parser)': ['a: One', 'b: Two'] }));
    expect(await work()).toBe('grammar');
    expect(await work(false)).toBe('a');
    await edit(
      planOf({
        Parser: ['grammar: Write the grammar', 'lexer: Write it'],
        'Release (after Parser)': ['a: One', 'b: Two'],
      }),
    );
    expect(await graph()).toEqual({ grammar: 'succeeded', lexer: 'ready', a: 'running', b: 'pending lexer' });
  });

  it('that takes the last open one out lets those begin that waited for the group', async () => {
    await start();
    await work();
    await edit(planOf({ Parser: ['grammar: Write the grammar'], 'Release (after Parser)': RELEASE }));
    expect(await graph()).toEqual({ grammar: 'succeeded', notes: 'ready', tag: 'pending notes' });
  });

  it('that moves a task into another has it wait for what that waits for, and says so', async () => {
    await start();
    await edit(
      planOf({ Parser: ['grammar: Write the grammar'], 'Release (after Parser)': [...RELEASE, PARSER[1] ?? ''] }),
    );
    expect(await graph()).toEqual({
      grammar: 'ready',
      notes: 'pending grammar',
      tag: 'pending grammar notes',
      lexer: 'pending grammar',
    });
    expect(await lastEdit()).toMatchObject({ changed: [{ id: 'lexer', what: ['group'] }] });
  });

  it('that moves one at work leaves it alone, and whoever waits for the group waits as it now is', async () => {
    await start();
    expect(await work(false)).toBe('grammar');
    await edit(planOf({ Parser: ['lexer: Write the lexer'], 'Release (after Parser)': [...RELEASE, PARSER[0] ?? ''] }));
    expect(await graph()).toEqual({
      grammar: 'running',
      lexer: 'ready',
      notes: 'pending lexer',
      tag: 'pending lexer notes',
    });
    expect(await lastEdit()).toMatchObject({ leftAlone: [{ id: 'grammar', was: 'changed', what: ['group'] }] });
  });
});
