import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled')));
  await desk.settle();
});
afterEach(() => desk.stop());

const tasks = (...items: readonly string[]) => `## Tasks\n${items.map((item) => `- [ ] ${item}\n`).join('')}`;
const edit = (body: string, second: number, login = 'ada') =>
  desk.deliver(event(issueBody('edited', second, { body }), by(login)));

/** Where each task stands, in the order of the plan. */
async function states() {
  const rows = await desk.rows('SELECT key, state, open_dependencies AS open FROM tasks ORDER BY position');
  return Object.fromEntries(rows.map(({ key, state, open }) => [key, open === 0 ? state : `${state}, after ${open}`]));
}

async function edits() {
  const rows = await desk.rows(
    "SELECT data FROM events WHERE kind IN ('plan_edited', 'plan_edit_refused') ORDER BY seq",
  );
  return rows.map(({ data }) => JSON.parse(String(data)));
}

/** `parser` is at work. */
async function begin() {
  const runner = desk.runner();
  await runner.register();
  const [work] = await runner.lease();
  if (work === undefined) throw new Error('Nothing was handed out.');
  await runner.start(work.attempt);
  return { runner, work };
}

const HOUR_MS = 3_600_000;
const FIRST = 'parser: Parse dates';
const SECOND = 'docs: Document it (after parser)';

describe('somebody with permission edits the issue of a run', () => {
  test('new tasks join, tasks that have not begun change or are canceled, and the run counts them', async () => {
    await begin();
    await edit(tasks(FIRST, 'bench: Measure (after parser)', 'notes: Say so'), 10);
    expect(await states()).toEqual({
      parser: 'running',
      bench: 'pending, after 1',
      notes: 'ready',
      docs: 'canceled',
    });
    expect(await desk.run()).toMatchObject({ openTasks: 3, planEdits: 1 });
    expect(await desk.task('docs')).toMatchObject({
      reason: { code: 'removed_from_plan', message: 'Removed from the plan by ada.' },
    });
    expect(await edits()).toMatchObject([
      { by: 'ada', added: ['bench', 'notes'], removed: ['docs'], changed: [], leftAlone: [] },
    ]);
    expect(await desk.effects()).toContainEqual({ kind: 'show_diff' });
    await edit(tasks(FIRST, SECOND, 'bench: Measure twice (after docs)', 'notes: Say so'), 11);
    expect(await states()).toEqual({
      parser: 'running',
      docs: 'pending, after 1',
      bench: 'pending, after 1',
      notes: 'ready',
    });
    expect((await desk.task('bench'))?.spec.title).toBe('Measure twice');
    expect((await edits())[1]).toMatchObject({
      added: ['docs'],
      changed: [{ id: 'bench', what: ['title', 'after'] }],
      removed: [],
    });
  });

  test('what has begun goes on as it was, also where the plan has it no more', async () => {
    const { runner, work } = await begin();
    await edit(tasks('parser: Parse dates otherwise', SECOND), 10);
    expect((await desk.task('parser'))?.spec.title).toBe('Parse dates');
    expect((await edits())[0]).toMatchObject({ leftAlone: [{ id: 'parser', was: 'changed', what: ['title'] }] });
    await edit(tasks('docs: Document it'), 11);
    expect((await edits())[1]).toMatchObject({
      leftAlone: [{ id: 'parser', was: 'removed' }],
      changed: [{ id: 'docs', what: ['after'] }],
    });
    expect(await states()).toEqual({ parser: 'running', docs: 'ready' });
    await runner.finish(work.attempt, success());
    await desk.settle();
    expect(await states()).toEqual({ parser: 'succeeded', docs: 'ready' });
  });

  test('the run goes by the settings that are followed, and says which count for another one', async () => {
    const body = `\`\`\`planwright\nbase: other\nconcurrency: 1\nowner: bob\nrun-timeout: 2h\n\`\`\`\n${tasks(FIRST, SECOND)}`;
    await edit(body, 10);
    expect(await desk.run()).toMatchObject({ concurrency: 1, owner: 'bob', base: 'main', timeoutMs: 7_200_000 });
    const settings = (await edits())[0].settings.map((change: { key: string; counts: string }) => [
      change.key,
      change.counts,
    ]);
    expect(Object.fromEntries(settings)).toEqual({
      base: 'new_run',
      concurrency: 'now',
      owner: 'now',
      'run-timeout': 'now',
    });
  });

  test('a box that is ticked before its task begins means that it is done', async () => {
    await edit(`## Tasks\n- [x] ${FIRST}\n- [ ] ${SECOND}\n`, 10);
    expect(await states()).toEqual({ parser: 'succeeded', docs: 'ready' });
    expect((await edits())[0]).toMatchObject({ ticked: ['parser'], added: [], changed: [] });
    await edit(`## Tasks\n- [x] ${FIRST}\n- [x] ${SECOND}\n`, 11);
    expect(await desk.run()).toMatchObject({ openTasks: 0 });
  });

  test('with mistakes the run keeps its plan, says so once, and follows when they are mended', async () => {
    const before = await states();
    await edit(tasks(FIRST, 'docs: Document it (after parzer)'), 10);
    await edit(tasks(FIRST, 'docs: Document it (after parzer)'), 10);
    expect(await states()).toEqual(before);
    expect(await edits()).toMatchObject([
      { by: 'ada', problems: [{ line: 3, quote: '- [ ] docs: Document it (after parzer)' }] },
    ]);
    await edit(tasks(FIRST, SECOND), 11);
    expect((await edits())[1]).toMatchObject({ added: [], changed: [], leftAlone: [] });
    await edit(tasks(FIRST, SECOND), 12);
    expect(await edits()).toHaveLength(2);
  });

  test('older news, and the same once more, change nothing', async () => {
    await edit(tasks(FIRST, SECOND, 'third: More'), 12);
    const before = await desk.everything();
    await edit(tasks(FIRST), 11);
    await edit(tasks(FIRST, SECOND, 'third: More'), 12);
    expect(await desk.everything()).toBe(before);
    expect((await desk.notes()).slice(-2)).toEqual([
      'ignored: Newer news of the issue were acted upon before.',
      'ignored: The plan is the same.',
    ]);
  });

  test.each([
    ['the older first', ['older', 'newer']],
    ['the newer first', ['newer', 'older']],
    ['the newer first, and once more', ['newer', 'older', 'newer', 'older']],
  ])('of two edits of one second what GitHub has counts: %s', async (_, order) => {
    const bodies: Readonly<Record<string, string>> = {
      older: tasks(FIRST, SECOND, 'old: What was meant first'),
      newer: tasks(FIRST, SECOND, 'new: What is meant'),
    };
    desk.world.issues.set(40, {
      number: 40,
      title: 'Dates',
      body: bodies.newer ?? '',
      standing: 'open',
      isPull: false,
    });
    for (const each of order) await edit(bodies[each] ?? '', 10);
    const known = await states();
    expect(Object.keys(known).filter((key) => known[key] !== 'canceled')).toEqual(['parser', 'docs', 'new']);
  });

  const text = { number: 40, title: 'Dates', standing: 'open', isPull: false } as const;

  test('an edit that arrives behind a newer comment is followed, for the issue still says it', async () => {
    const body = tasks(FIRST, SECOND, 'third: More');
    desk.world.issues.set(40, { ...text, body });
    await desk.deliver(event(commentBody('/planwright pause', 11, { body })));
    await edit(body, 10);
    expect(await states()).toMatchObject({ third: 'ready' });
    expect(await desk.run()).toMatchObject({ state: 'paused' });
    desk.world.issues.set(40, { ...text, body: tasks(FIRST) });
    await edit(tasks(FIRST, SECOND, 'fourth: Even more'), 9);
    expect(await states()).not.toHaveProperty('fourth');
    expect((await desk.notes()).at(-1)).toBe('ignored: Newer news of the issue were acted upon before.');
  });

  test('an older edit that arrives behind the one that took it back changes nothing', async () => {
    await edit(tasks(FIRST, SECOND), 12);
    await edit(tasks(FIRST, SECOND, 'third: More'), 11);
    expect(await states()).not.toHaveProperty('third');
  });

  test('what a stranger wrote since does not make an edit of the same second the older one', async () => {
    desk.world.issues.set(40, { ...text, body: tasks('evil: Of a stranger') });
    await edit(tasks(FIRST, SECOND, 'old: What was meant first'), 10);
    await edit(tasks(FIRST, SECOND, 'new: What is meant'), 10);
    expect(await states()).toMatchObject({ old: 'canceled', new: 'ready' });
  });

  test('a task that a person let start waits for that once more when it is changed', async () => {
    await edit(tasks('parser: Parse dates (approve: before)', SECOND), 10);
    await desk.deliver(event(commentBody('/planwright approve parser', 11, { body: '' })));
    expect(await desk.task('parser')).toMatchObject({ approval: null, state: 'ready' });
    await edit(tasks('parser: Parse all dates (approve: before)', SECOND), 12);
    expect(await desk.task('parser')).toMatchObject({ approval: 'before', state: 'ready' });
    const runner = desk.runner();
    await runner.register();
    expect(await runner.lease()).toEqual([]);
  });

  test('a paused run follows, and stays paused', async () => {
    await desk.deliver(event(issueBody('closed', 5)));
    await edit(tasks(FIRST, SECOND, 'third: More'), 6);
    expect(await desk.run()).toMatchObject({ state: 'paused', openTasks: 3 });
  });

  test('work that is handed out by the plan before does not land beside the edit', async () => {
    const runner = desk.runner();
    await runner.register();
    const edited = tasks('parser: Parse all dates', SECOND);
    const [[work]] = await Promise.all([runner.lease(), edit(edited, 10)]);
    const title = (await desk.task('parser'))?.spec.title;
    const attempt = work ?? (await runner.lease())[0];
    expect(JSON.stringify(attempt)).toContain(title);
    const [{ leftAlone, changed }] = await edits();
    expect([leftAlone.length, changed.length]).toEqual(title === 'Parse dates' ? [1, 0] : [0, 1]);
  });
});

describe('somebody without permission edits the issue of a run', () => {
  test('nothing changes but the log of deliveries, and the status comment says so', async () => {
    const before = await desk.everything();
    await edit(tasks('evil: Something else'), 10, 'eve');
    expect(await desk.everything()).toBe(before);
    expect((await desk.notes()).at(-1)).toBe(
      'refused: Its sender may not command here, and the run keeps the plan it has.',
    );
    await edit(`${tasks(FIRST, SECOND)}\n`, 11, 'eve');
    expect((await desk.notes()).at(-1)).toBe('ignored: Its sender may not command here, and the plan is the same.');
    expect(await desk.everything()).toBe(before);
  });

  test('the status says so a few times an hour only: strangers do not use up what may be written', async () => {
    const shown = { subject: (await desk.run())?.id ?? '', what: 'status', number: 900, digest: '' } as const;
    await desk.change({ kind: 'remember_shown', shown });
    const before = await desk.everything();
    for (let count = 0; count < 32; count += 1) await edit(tasks(`evil: Try ${count}`), 10 + count, 'eve');
    expect(desk.world.shownNow).toHaveLength(30);
    const untold = 'ignored: Its sender may not command here; so many were told so this hour that this one was not.';
    expect((await desk.notes()).slice(-3)).toEqual([expect.stringMatching(/^refused: /), untold, untold]);
    expect(await desk.everything()).toBe(before);
    desk.outage(HOUR_MS + 1_000);
    await edit(tasks('evil: An hour later'), 50, 'eve');
    expect(desk.world.shownNow).toHaveLength(31);
  });

  test('whoever may takes it over by the next edit', async () => {
    await edit(tasks(FIRST, SECOND, 'extra: Of eve'), 10, 'eve');
    expect(await states()).toEqual({ parser: 'ready', docs: 'pending, after 1' });
    await edit(tasks(FIRST, SECOND, 'extra: Of eve', 'own: Of ada'), 11);
    expect(await states()).toEqual({ parser: 'ready', docs: 'pending, after 1', extra: 'ready', own: 'ready' });
  });
});

test('a verification that somebody brings back while an edit leaves it out waits for nothing that is gone', async () => {
  await desk.deliver(
    event(
      issueBody('opened', 20, {
        number: 41,
        body: `\`\`\`planwright\nverify: npm test\n\`\`\`\n${tasks(FIRST, 'notes: Say so')}`,
      }),
    ),
  );
  await desk.settle();
  await desk.deliver(event(commentBody('/planwright skip plan', 21, { number: 41 })));
  const run = (await desk.run(41))?.id ?? '';
  const verification = async () => desk.deps.store.read.taskByKey(run, 'plan');
  expect(await verification()).toMatchObject({ state: 'skipped', reason: { code: 'skipped_by_person' } });
  const { store } = desk.deps;
  const command = store.command.bind(store);
  const decided = vi.fn();
  const commands = vi.spyOn(store, 'command').mockImplementation((name, decide) =>
    command(name, async (read) => {
      const decision = await decide(read);
      if (name === 'edit_plan' && decided.mock.calls.length === 0) {
        decided();
        // As `retry` does it, by another process.
        await desk.rows(`UPDATE tasks SET state = 'pending', reason = NULL WHERE key = 'plan' AND run = '${run}'`);
      }
      return decision;
    }),
  );
  await desk.deliver(event(issueBody('edited', 22, { number: 41, body: tasks(FIRST) })));
  commands.mockRestore();
  expect(decided).toHaveBeenCalledOnce();
  expect(await verification()).toMatchObject({ state: 'canceled', reason: { code: 'removed_from_plan' } });
});
