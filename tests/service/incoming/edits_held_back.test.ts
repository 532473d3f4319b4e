import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { cancelRun } from '../../../src/service/commands/cancel_run.ts';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

const FIRST = 'parser: Parse dates';
const SECOND = 'docs: Document it (after parser)';
const tasks = (...items: readonly string[]) => `## Tasks\n${items.map((item) => `- [ ] ${item}\n`).join('')}`;
const PLAN = tasks(FIRST, SECOND);
const EDITED = tasks(FIRST, SECOND, 'bench: Measure it');
const UNREADABLE = 'concurrency: many\n';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0, { body: PLAN })));
  await desk.settle();
});
afterEach(() => desk.stop());

const edit = (body: string, second: number, login = 'ada') =>
  desk.deliver(event(issueBody('edited', second, { body }), by(login)));
const keys = async () => (await desk.rows('SELECT key FROM tasks ORDER BY position')).map(({ key }) => key);
const note = async () => (await desk.notes()).at(-1);
const settings = (own: string | null, organisation: string | null = null) => {
  desk.world.files = { own, organisation };
};
/** What the comment about edits says last; what is shown often is shown by and by. */
async function shown(): Promise<string> {
  await desk.overwrite("UPDATE outbox SET due_at = 0 WHERE state = 'waiting'");
  await desk.settle();
  return desk.sent.flatMap((each) => (each.kind === 'show_diff' ? [each.comment] : [])).at(-1) ?? '';
}

describe('the plan is edited while a settings file has mistakes', () => {
  it('the run keeps its plan, and says what to mend in which file, and what to do then', async () => {
    settings(UNREADABLE);
    await edit(EDITED, 10);
    expect(await keys()).toEqual(['parser', 'docs']);
    expect(await desk.run()).toMatchObject({ state: 'running', planEdits: 0 });
    const text = await shown();
    expect(text).toContain(
      '**ada edited the plan, which is not followed: 1 thing to mend in the settings; the run keeps the plan it has.** Mend the file on the default branch, then edit the issue.',
    );
    expect(text).toContain('- `.github/planwright.yml`, line 1: `concurrency');
  });

  it('that is the organisation’s names that one', async () => {
    settings(null, UNREADABLE);
    await edit(EDITED, 10);
    expect(await shown()).toContain("- the organisation's `.github/planwright.yml`, line 1: ");
  });

  it('it is said once, and the next edit is followed once the file is mended', async () => {
    settings(UNREADABLE);
    await edit(EDITED, 10);
    await edit(EDITED, 10);
    expect((await desk.events()).filter((kind) => kind === 'plan_edit_refused')).toHaveLength(1);
    settings('concurrency: 2\n');
    await edit(`${EDITED}\n`, 11);
    expect(await keys()).toEqual(['parser', 'docs', 'bench']);
    expect(await shown()).toContain('the run follows: 1 task added');
  });

  it('who takes the edit back has that said', async () => {
    settings(UNREADABLE);
    await edit(EDITED, 10);
    settings(null);
    await edit(PLAN, 11);
    expect(await keys()).toEqual(['parser', 'docs']);
    expect(await shown()).toContain('ada edited the plan: it says what the run does already.');
  });

  it('a task that was handed out goes on, and so does the run', async () => {
    const runner = desk.runner();
    await runner.register();
    settings(UNREADABLE);
    await edit(tasks(SECOND), 10);
    expect((await runner.lease()).map(({ task }) => task.key)).toEqual(['parser']);
  });

  it('a stranger changes no row, nor is the file told to them', async () => {
    settings(UNREADABLE);
    const before = await desk.everything();
    await edit(EDITED, 10, 'eve');
    expect(await desk.everything()).toBe(before);
    expect(await note()).toBe('refused: Its sender may not command here, and the run keeps the plan it has.');
  });

  it('nobody but admins edits while the file does not say who may', async () => {
    settings('command-permission: anybody\n');
    desk.world.permitted.delete('ada');
    desk.world.writers.add('ada');
    const before = await desk.everything();
    await edit(EDITED, 10);
    expect(await desk.everything()).toBe(before);
  });
});

describe('the plan is edited while its run is being canceled', () => {
  beforeEach(async () => {
    const runner = desk.runner();
    await runner.register();
    const [work] = await runner.lease();
    await runner.start(work?.attempt ?? '');
    await desk.say('/planwright cancel', 5);
    expect(await desk.run()).toMatchObject({ state: 'running', cancel: 'graceful' });
  });

  test.each([
    ['an edit that is in order', EDITED],
    ['one that ticks what was never done', PLAN.replace('[ ] docs', '[x] docs')],
    ['one with mistakes', PLAN.replace('after parser', 'after parzer')],
  ])('%s changes nothing, and starts nothing when the run has ended', async (_, body) => {
    const before = await desk.everything();
    await edit(body, 10);
    expect(await desk.everything()).toBe(before);
    expect(await note()).toBe('ignored: Its run is being canceled.');
    await desk.pass(60_000);
    expect(await desk.run()).toMatchObject({ sequence: 1, state: 'canceled' });
    expect((await desk.events()).filter((kind) => /^plan_edit/.test(kind))).toEqual([]);
  });

  it('what it says by then is what a further run does', async () => {
    await edit(EDITED, 10);
    await desk.pass(60_000);
    await desk.say('/planwright run', 11, 'ada', { body: EDITED });
    const run = await desk.run();
    expect(run).toMatchObject({ sequence: 2 });
    const plan = await desk.deps.store.read.planOf(run?.id ?? '');
    expect(plan?.tasks.map(({ id }) => id)).toEqual(['parser', 'docs', 'bench']);
  });
});

test('of an edit and a cancel in the same moment both land, or the run ends with the plan it had', async () => {
  const run = (await desk.run())?.id ?? '';
  await Promise.all([edit(EDITED, 10), cancelRun(desk.deps, run, { by: 'ada', how: 'graceful', because: 'person' })]);
  await desk.pass(60_000);
  expect(await desk.run()).toMatchObject({ state: 'canceled', openTasks: 0 });
  const open = await desk.rows("SELECT key FROM tasks WHERE state NOT IN ('canceled', 'succeeded')");
  expect(open).toEqual([]);
});

test('a paused run stays paused, and keeps its plan, while the settings keep an edit back', async () => {
  await desk.deliver(event(commentBody('/planwright pause', 2, { body: PLAN })));
  settings(UNREADABLE);
  await edit(EDITED, 10);
  expect(await desk.run()).toMatchObject({ state: 'paused', planEdits: 0 });
});
