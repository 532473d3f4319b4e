import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { approvedHash } from '../../../src/core/report/approval_line.ts';
import { diffMarker } from '../../../src/core/report/markers.ts';
import {
  AT,
  by,
  commentBody,
  editBody,
  event,
  type IncomingDesk,
  issueBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

const planOf = (...tasks: readonly string[]) =>
  `\`\`\`planwright\napprove: plan\n\`\`\`\n## Tasks\n${tasks.map((task) => `- [ ] ${task}\n`).join('')}`;
const FIRST = 'parser: Parse dates';
const SECOND = 'docs: Document it (after parser)';
const PLAN = planOf(FIRST, SECOND);
const EDITED = planOf(FIRST, 'docs: Document it all (after parser)', 'bench: Measure it');
const FURTHER = planOf(FIRST, 'docs: Delete it (after parser)');

let desk: IncomingDesk;
/** When the comment about edits was last written, in seconds after the beginning. */
let shownAt = 11;
/** Of the edit that it shows. */
let shownHash = '';
beforeEach(async () => {
  desk = await startIncomingDesk();
  shownAt = 11;
  desk.answers.show_proposal = () => ({ kind: 'plan_shown', at: AT + 1_000 });
  desk.answers.show_diff = (request) => {
    const proposal = request.kind === 'show_diff' ? request.proposal : null;
    return proposal === null ? { kind: 'done' } : { kind: 'edit_shown', proposal, at: AT + shownAt * 1_000 };
  };
  desk.world.permitted.add('bob');
  await desk.deliver(event(issueBody('labeled', 0, { body: PLAN })));
  await desk.settle();
  await desk.deliver(event(commentBody('/planwright approve', 5, { body: PLAN })));
  await desk.settle();
});
afterEach(() => desk.stop());

/** What is shown often is shown by and by. */
const settle = async () => {
  await desk.overwrite("UPDATE outbox SET due_at = 0 WHERE state = 'waiting'");
  await desk.settle();
};
const edit = (body: string, second: number, who = 'bob') =>
  desk.deliver(event(issueBody('edited', second, { body }), by(who)));
const say = (text: string, second: number, body = EDITED, who = 'ada') => desk.say(text, second, who, { body });
const tick = async (second: number, { hash = shownHash, body = EDITED, who = 'ada' } = {}) => {
  const marker = diffMarker((await desk.run())?.id ?? '');
  const line = (box: string) => `Look.\n\n- [${box}] Approve this edit (\`${hash}\`)\n\n${marker}`;
  const changed = { before: line(' '), body: line('x') };
  await desk.deliver(event(editBody(changed, second, { body, updatedAt: AT + (second - 1) * 1_000 }), by(who)));
};
const waiting = async () => (await desk.rows('SELECT plan_hash FROM proposals')).map((row) => String(row.plan_hash));
const titles = async () => {
  const rows = await desk.rows('SELECT key, title, state FROM tasks ORDER BY position');
  return rows.filter(({ state }) => state !== 'canceled').map(({ title }) => title);
};
const diffs = () => desk.sent.flatMap((each) => (each.kind === 'show_diff' ? [each.comment] : []));
const kinds = async () => (await desk.events()).filter((kind) => /^plan_/.test(kind));

const BEFORE = ['Parse dates', 'Document it'];
const AFTER = ['Parse dates', 'Document it all', 'Measure it'];

/** bob edited the plan, and the comment shows that. */
async function shownEdit(body = EDITED) {
  await edit(body, 10);
  await settle();
  shownHash = (await waiting())[0]?.slice(0, 7) ?? '';
}

describe('an edit of a plan that was approved', () => {
  it('waits no more once the run has ended, which the comment says, and waits again where that comes back', async () => {
    await shownEdit();
    await say('/planwright cancel', 12);
    await settle();
    expect((await desk.run())?.state).toBe('canceled');
    expect(diffs().at(-1)).toContain('nobody approved that while the run was under way');
    expect(diffs().at(-1)).not.toContain('- [ ] Approve');
    await say('/planwright retry', 14);
    await settle();
    expect(diffs().at(-1)).toContain('- [ ] Approve this edit');
  });

  it('waits, shown with what it would change and how to approve it, and the run goes on with its plan', async () => {
    await shownEdit();
    expect(await titles()).toEqual(BEFORE);
    expect(await kinds()).toEqual(['plan_approved', 'plan_edit_proposed']);
    const [shown = ''] = diffs();
    expect(shown).toContain('**bob edited the plan, and that waits for approval: 1 task added, 1 changed.**');
    expect(shown).toContain(`\n- [ ] Approve this edit (\`${shownHash}\`)\n`);
    expect(shown).toContain('- added: `bench` Measure it');
    expect(approvedHash(shown)).toBeNull();
    expect(approvedHash(shown.replace('- [ ]', '- [x]'))).toBe(shownHash);
    const runner = desk.runner();
    await runner.register();
    expect((await runner.lease())[0]?.task.key).toBe('parser');
  });

  it.each([
    ['a command', () => say('/planwright approve', 12)],
    ['a command that names it', () => say(`/planwright approve ${shownHash.toUpperCase()}`, 12)],
    ['a tick', () => tick(12)],
  ])('is followed after %s, and says who edited and who approved it', async (_, approve) => {
    await shownEdit();
    await approve();
    await settle();
    expect(await titles()).toEqual(AFTER);
    expect(await waiting()).toEqual([]);
    expect(await kinds()).toEqual(['plan_approved', 'plan_edit_proposed', 'plan_approved', 'plan_edited']);
    const [told] = await desk.rows("SELECT data FROM events WHERE kind = 'plan_edited'");
    expect(JSON.parse(String(told?.data))).toMatchObject({ by: 'bob', approvedBy: 'ada', added: ['bench'] });
    expect(diffs().at(-1)).toContain(
      '**bob edited the plan, ada approved that, and the run follows: 1 task added, 1 changed.**',
    );
    expect(diffs().at(-1)).not.toContain('- [ ]');
    expect(await desk.run()).toMatchObject({ planEdits: 1, openTasks: 3 });
  });

  it('is never shown with the box of another one, which came while it was read', async () => {
    await edit(EDITED, 10);
    const { read } = desk.deps.store;
    const proposedEdit = read.proposedEdit.bind(read);
    let came = false;
    vi.spyOn(read, 'proposedEdit').mockImplementation(async (run) => {
      if (!came) {
        came = true;
        await edit(FURTHER, 11);
      }
      return proposedEdit(run);
    });
    await settle();
    await settle();
    expect(came).toBe(true);
    const [hash = ''] = await waiting();
    const withBox = diffs().filter((comment) => comment.includes(`(\`${hash.slice(0, 7)}\`)`));
    expect(withBox).not.toEqual([]);
    expect(withBox.filter((comment) => comment.includes('bench'))).toEqual([]);
  });

  it('is followed once, however often it is approved, and the same comment comes', async () => {
    await shownEdit();
    await say('/planwright approve', 12);
    await say('/planwright approve', 12);
    await tick(13);
    await say('/planwright approve', 14);
    expect((await kinds()).filter((kind) => kind === 'plan_edited')).toHaveLength(1);
    expect(await desk.replies()).toEqual([expect.stringContaining('already')]);
  });

  it('changes nothing of what began before it was approved, and says so', async () => {
    await shownEdit(planOf('parser: Parse all dates', SECOND));
    const runner = desk.runner();
    await runner.register();
    const [work] = await runner.lease();
    await runner.start(work?.attempt ?? '');
    await say('/planwright approve', 12, planOf('parser: Parse all dates', SECOND));
    await settle();
    expect(await titles()).toEqual(BEFORE);
    expect(diffs().at(-1)).toContain('left alone, since it had begun: `parser` Parse dates (title)');
    await runner.finish(work?.attempt ?? '', success());
    await settle();
    expect((await desk.task('parser'))?.state).toBe('succeeded');
  });

  it('that ticks boxes alone is followed at once: nothing of what was approved changes', async () => {
    await edit(PLAN.replace('- [ ] parser', '- [x] parser'), 10);
    expect((await desk.task('parser'))?.state).toBe('succeeded');
    expect(await waiting()).toEqual([]);
  });

  it('that takes the approval out of the plan waits as well', async () => {
    await shownEdit(EDITED.replace('approve: plan', 'concurrency: 2'));
    expect([await titles(), (await waiting()).length]).toEqual([BEFORE, 1]);
  });

  it('is not followed any more while its run is being canceled', async () => {
    await shownEdit();
    const runner = desk.runner();
    await runner.register();
    const [work] = await runner.lease();
    await runner.start(work?.attempt ?? '');
    await say('/planwright cancel', 12);
    expect(await desk.run()).toMatchObject({ state: 'running', cancel: 'graceful' });
    await say('/planwright approve', 13);
    await tick(14);
    expect((await desk.rows('SELECT title FROM tasks ORDER BY position')).map(({ title }) => title)).toEqual(BEFORE);
    expect(await desk.run()).toMatchObject({ planEdits: 0 });
    expect(await kinds()).toEqual(['plan_approved', 'plan_edit_proposed']);
    expect(await desk.replies()).toEqual([expect.stringContaining('already')]);
  });

  it('goes with its run, and cannot be approved after that', async () => {
    await shownEdit();
    await say('/planwright cancel', 12);
    await settle();
    expect((await desk.run())?.state).toBe('canceled');
    await tick(13);
    await say('/planwright approve', 14);
    expect(await desk.rows('SELECT id FROM runs')).toHaveLength(1);
    expect(await desk.replies()).toEqual(['Nothing here waits for approval.']);
    await say('/planwright run', 15);
    await settle();
    expect((await waiting()).length).toBe(2);
    await say('/planwright approve', 16);
    expect(await desk.run()).toMatchObject({ sequence: 2, planEdits: 0 });
  });
});

describe('what was not shown is not approved', () => {
  it('a further edit replaces the one that waits, and needs an approval of its own', async () => {
    await shownEdit();
    const first = shownHash;
    await edit(FURTHER, 13);
    expect(await waiting()).toHaveLength(1);
    await tick(14, { hash: first, body: FURTHER });
    await say('/planwright approve', 14, FURTHER);
    await say(`/planwright approve ${first}`, 15, FURTHER);
    expect(await titles()).toEqual(BEFORE);
    shownAt = 16;
    await settle();
    await say('/planwright approve', 17, FURTHER);
    expect(await titles()).toEqual(['Parse dates', 'Delete it']);
    expect(diffs().at(-1)).toContain(', bob: 1 task added, 1 changed, not approved');
  });

  it('taking it back leaves nothing that waits', async () => {
    await shownEdit();
    await edit(PLAN, 12);
    await settle();
    expect(await waiting()).toEqual([]);
    expect(diffs().at(-1)).toContain('bob edited the plan: it says what the run does already.');
    await say('/planwright approve', 13, PLAN);
    await tick(14, { body: PLAN });
    expect(await titles()).toEqual(BEFORE);
  });

  it('mistakes in a further edit leave nothing that waits', async () => {
    await shownEdit();
    await edit(EDITED.replace('after parser', 'after parzer'), 12);
    await settle();
    expect(await waiting()).toEqual([]);
    expect(diffs().at(-1)).toContain('1 thing to mend');
    await edit(EDITED, 13);
    expect(await waiting()).toHaveLength(1);
  });

  it('a stranger changes no row, neither by an edit nor by a tick nor by a command', async () => {
    await shownEdit();
    const before = await desk.everything();
    await edit(FURTHER, 12, 'eve');
    await tick(12, { who: 'eve' });
    await say('/planwright approve', 12, FURTHER, 'eve');
    expect(await desk.everything()).toBe(before);
    expect(desk.world.putBack).toHaveLength(1);
    await say('/planwright approve', 13, FURTHER);
    expect(await titles()).toEqual(BEFORE);
    expect(await desk.replies()).toEqual([expect.stringContaining('edited after I showed')]);
    shownAt = 14;
    await settle();
    expect(diffs().at(-1)).toContain('ada edited the plan, and that waits for approval');
    await say('/planwright approve', 15, FURTHER);
    expect(await titles()).toEqual(['Parse dates', 'Delete it']);
  });

  it('a tick of what a stranger edited since says so above what waits then', async () => {
    await shownEdit();
    await desk.pass(1_000);
    await edit(FURTHER, 12, 'eve');
    await tick(14, { body: FURTHER });
    shownAt = 15;
    await settle();
    expect(await titles()).toEqual(BEFORE);
    expect(diffs().at(-1)).toMatch(
      /^\*\*The tick of ada approved nothing: eve edited the issue after I had shown it, and may not command here\.\*\*\n\n\*\*ada edited the plan, and that waits for approval/,
    );
  });

  it('of an edit and an approval in the same moment one finds the other there, whichever commits first', async () => {
    await shownEdit();
    const { store } = desk.deps;
    const { command } = store;
    let decisions = 0;
    const racing: typeof command = (name, decide) =>
      command(name, async (read) => {
        const decision = await decide(read);
        if (name === 'approve_plan' && ++decisions === 1) {
          await desk.overwrite("UPDATE proposals SET id = 'newer', plan_hash = 'of another plan'");
        }
        return decision;
      });
    Object.assign(store, { command: racing });
    await say('/planwright approve', 12);
    expect(decisions).toBe(2);
    expect(await titles()).toEqual(BEFORE);
    expect(await desk.replies()).toEqual([expect.stringContaining('edited after I showed')]);
  });

  it.each([
    ['says what runs, with a task ticked', PLAN.replace('- [ ] parser', '- [x] parser'), 'plan_edited'],
    ['has mistakes', planOf(FIRST, 'parser: Parse them twice'), 'plan_edit_refused'],
  ])('waits no more where an edit that %s is decided while it comes', async (_, body, outcome) => {
    await shownEdit();
    const run = (await desk.run())?.id ?? '';
    await desk.overwrite('UPDATE proposals SET run = NULL');
    const { store } = desk.deps;
    const { command } = store;
    let decisions = 0;
    const racing: typeof command = (name, decide) =>
      command(name, async (read) => {
        const decision = await decide(read);
        if (name === 'edit_plan' && ++decisions === 1) await desk.overwrite(`UPDATE proposals SET run = '${run}'`);
        return decision;
      });
    Object.assign(store, { command: racing });
    await edit(body, 14);
    expect(decisions).toBe(2);
    expect(await waiting()).toEqual([]);
    expect((await kinds()).at(-1)).toBe(outcome);
  });

  it.each([
    [
      'changes',
      planOf('parser: Parse all dates', SECOND),
      'left alone, since it had begun: `parser` Parse dates (title)',
    ],
    [
      'removes',
      planOf('docs: Document it'),
      'left alone, since it had begun, though the plan has it no more: `parser`',
    ],
  ])('a task that begins while an approval is decided which %s it goes on as it was', async (_, body, says) => {
    await shownEdit(body);
    const { store } = desk.deps;
    const { command } = store;
    let decisions = 0;
    const racing: typeof command = (name, decide) =>
      command(name, async (read) => {
        const decision = await decide(read);
        if (name === 'approve_plan' && ++decisions === 1) {
          await desk.overwrite("UPDATE tasks SET state = 'running', attempts = 1 WHERE key = 'parser'");
        }
        return decision;
      });
    Object.assign(store, { command: racing });
    await say('/planwright approve', 12, body);
    await settle();
    expect(decisions).toBe(2);
    expect(await desk.task('parser')).toMatchObject({ state: 'running', spec: { title: 'Parse dates' } });
    expect(diffs().at(-1)).toContain(says);
  });
});
