import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashPlan } from '../../../src/core/plan/hash_plan.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
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

const WAITING =
  '```planwright\napprove: plan\n```\n## Tasks\n- [ ] parser: Parse dates\n- [ ] docs: Document it (after parser)\n';
const EDITED = WAITING.replace('Document it', 'Delete it');
const HASTY = EDITED.replace('approve: plan', 'concurrency: 2');

let desk: IncomingDesk;
/** When the comment that shows a plan was written, in seconds after the beginning. */
let shownAt = 1;
beforeEach(async () => {
  desk = await startIncomingDesk();
  shownAt = 1;
  desk.answers.show_proposal = () => ({ kind: 'plan_shown', at: AT + shownAt * 1_000 });
});
afterEach(() => desk.stop());

const shortHash = (body: string) => {
  const parsed = parsePlan(body);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return hashPlan(parsed.plan).slice(0, 7);
};
const label = (second = 0, body = WAITING, who = 'ada') =>
  desk.deliver(event(issueBody('labeled', second, { body }), by(who)));
const edit = (second: number, body: string, who = 'ada') =>
  desk.deliver(event(issueBody('edited', second, { body }), by(who)));
const say = (text: string, second: number, body = WAITING, who = 'ada') => desk.say(text, second, who, { body });
const tick = (hash: string, second: number, body = WAITING, who = 'ada') => {
  const line = (box: string) =>
    `Look.\n\n- [${box}] Approve this plan (\`${hash}\`)\n\n<!-- planwright:status plan=40 -->`;
  return desk.deliver(
    event(
      editBody({ before: line(' '), body: line('x') }, second, { body, updatedAt: AT + (second - 1) * 1_000 }),
      by(who),
    ),
  );
};
const waiting = async () =>
  (await desk.rows('SELECT plan_hash FROM proposals')).map((row) => String(row.plan_hash).slice(0, 7));
const shown = () =>
  desk.sent.flatMap((each) => (each.kind === 'show_proposal' || each.kind === 'show_plan' ? [each.text] : []));
const titles = async () => (await desk.rows('SELECT title FROM tasks ORDER BY position')).map((row) => row.title);

/** Labelled, and shown in its comment. */
async function shownPlan() {
  await label();
  await desk.settle();
}

describe('a plan with `approve: plan`', () => {
  it.each([
    ['labelled', () => label()],
    ['opened with its label', () => desk.deliver(event(issueBody('opened', 0, { body: WAITING })))],
    ['asked to run', () => say('/planwright run', 0)],
  ])('that is %s waits, shown in its issue, and has no run', async (_, start) => {
    await start();
    await desk.settle();
    expect(await desk.run()).toBeNull();
    expect(await waiting()).toEqual([shortHash(WAITING)]);
    expect(shown()).toEqual([expect.stringContaining(`- [ ] Approve this plan (\`${shortHash(WAITING)}\`)`)]);
  });

  it('waits too where the settings of the repository want that', async () => {
    desk.world.files = { own: 'approve: plan', organisation: null };
    await desk.deliver(event(issueBody('labeled', 0)));
    await desk.settle();
    expect([await desk.run(), (await waiting()).length]).toEqual([null, 1]);
  });

  it.each([
    ['a command', () => say('/planwright approve', 5)],
    ['a command that names what it approves', () => say(`/planwright approve ${shortHash(WAITING).toUpperCase()}`, 5)],
    ['a tick', () => tick(shortHash(WAITING), 5)],
  ])('starts by %s as it was shown, and says who approved it', async (_, approve) => {
    await shownPlan();
    desk.world.permitted.add('bob');
    desk.world.files = { own: 'concurrency: 7', organisation: null };
    await approve();
    await desk.settle();
    expect(await desk.run()).toMatchObject({ state: 'running', owner: 'ada', concurrency: null });
    expect(await waiting()).toEqual([]);
    const events = await desk.rows("SELECT data FROM events WHERE kind = 'plan_approved'");
    expect(JSON.parse(String(events[0]?.data))).toMatchObject({ by: 'ada' });
  });

  it('belongs to who asked for it, whoever approves it', async () => {
    desk.world.permitted.add('bob');
    await shownPlan();
    await say('/planwright approve', 5, WAITING, 'bob');
    expect(await desk.run()).toMatchObject({ owner: 'ada' });
  });

  it('starts once, however often it is approved', async () => {
    await shownPlan();
    await say('/planwright approve', 5);
    await tick(shortHash(WAITING), 6);
    await say('/planwright approve', 7);
    expect(await desk.rows('SELECT id FROM runs')).toHaveLength(1);
    expect(await desk.replies()).toEqual([expect.stringContaining('already')]);
  });
});

describe('what was not shown is not approved', () => {
  it('an edit before it is shown anew, and the approval counts for that', async () => {
    await shownPlan();
    await edit(3, EDITED);
    shownAt = 4;
    await desk.settle();
    await say('/planwright approve', 5, EDITED);
    expect(await titles()).toEqual(['Parse dates', 'Delete it']);
  });

  it('an edit that nobody could see yet is not approved with it', async () => {
    await shownPlan();
    await edit(4, EDITED);
    await say('/planwright approve', 5, EDITED);
    expect(await desk.run()).toBeNull();
    shownAt = 6;
    await desk.settle();
    // Written before the comment showed the edit, heard of after.
    await desk.deliver(event(commentBody('/planwright approve', 5, { body: EDITED }, 2_000)));
    expect(await desk.run()).toBeNull();
    const told = expect.stringContaining('had not shown it yet');
    expect(await desk.replies()).toEqual([told, told]);
    await say('/planwright approve', 7, EDITED);
    expect(await titles()).toEqual(['Parse dates', 'Delete it']);
  });

  it('an edit by a stranger changes nothing, and is shown once somebody with permission acts', async () => {
    await shownPlan();
    const before = await desk.everything();
    await edit(3, HASTY, 'eve');
    await say('/planwright approve', 4, HASTY, 'eve');
    await tick(shortHash(WAITING), 4, HASTY, 'eve');
    expect(await desk.everything()).toBe(before);
    await say('/planwright approve', 5, HASTY);
    expect(await desk.run()).toBeNull();
    expect(await waiting()).toEqual([shortHash(HASTY)]);
    expect(await desk.replies()).toEqual([expect.stringContaining('edited after I showed the plan')]);
    shownAt = 6;
    await desk.settle();
    await say('/planwright approve', 7, HASTY);
    expect(await titles()).toEqual(['Parse dates', 'Delete it']);
  });

  it('a tick of what a stranger edited says who edited, whose tick did not count, and what changed', async () => {
    await shownPlan();
    await desk.pass(1_000);
    await edit(3, HASTY, 'eve');
    await tick(shortHash(WAITING), 5, HASTY);
    await desk.settle();
    expect(await desk.run()).toBeNull();
    expect(shown().at(-1)).toMatch(
      /^\*\*The tick of ada approved nothing: eve edited the issue after I had shown it, and may not command here\.\*\* Changed since: `docs` \(title\); the settings? [^\n]*\n\n\*\*This plan waits/,
    );
    expect(shown().at(-1)).toContain(`- [ ] Approve this plan (\`${shortHash(HASTY)}\`)`);
    await say('/planwright status', 6, HASTY);
    await desk.settle();
    expect(shown().at(-1)).not.toContain('The tick of');
  });

  it('a tick beside an older hash approves nothing and is taken back', async () => {
    await shownPlan();
    await edit(3, EDITED);
    shownAt = 4;
    await desk.settle();
    const sent = shown().length;
    await tick(shortHash(WAITING), 5, EDITED);
    await desk.settle();
    expect(await desk.run()).toBeNull();
    expect(shown()).toHaveLength(sent + 1);
    expect(shown().at(-1)).toContain(`- [ ] Approve this plan (\`${shortHash(EDITED)}\`)`);
    expect(shown().at(-1)).toContain('**The tick of ada approved nothing: the box was of an earlier version.**\n');
  });

  it.each([1, 6])('%d characters of its hash, which any word may be, approve nothing', async (characters) => {
    await shownPlan();
    await say(`/planwright approve ${shortHash(WAITING).slice(0, characters)}`, 5);
    expect(await desk.run()).toBeNull();
    await say(`/planwright approve ${shortHash(WAITING)}`, 6);
    expect(await desk.run()).not.toBeNull();
  });

  it('a hash that is not what waits approves nothing', async () => {
    await shownPlan();
    await say(`/planwright approve ${shortHash(EDITED)}`, 5);
    expect(await desk.run()).toBeNull();
    expect(await desk.replies()).toEqual([expect.stringContaining(`is \`${shortHash(WAITING)}\``)]);
  });

  it('an edit that another process commits while the approval is decided wins', async () => {
    await shownPlan();
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
    await say('/planwright approve', 5);
    expect(decisions).toBe(2);
    expect(await desk.run()).toBeNull();
    expect(await desk.replies()).toEqual([expect.stringContaining('edited after I showed')]);
  });

  it('an edit after the approval does not reach the run', async () => {
    await shownPlan();
    await say('/planwright approve', 5);
    await edit(5, EDITED);
    expect(await titles()).toEqual(['Parse dates', 'Document it']);
  });

  it.each([
    ['that unticks it', 'x', ' '],
    ['elsewhere in it', 'x', 'x'],
  ])('an edit of the comment %s approves nothing', async (_, from, to) => {
    await shownPlan();
    const line = (box: string, text: string) =>
      `${text}\n\n- [${box}] Approve this plan (\`${shortHash(WAITING)}\`)\n\n<!-- planwright:status plan=40 -->`;
    await desk.deliver(
      event(editBody({ before: line(from, 'Look.'), body: line(to, 'Look here.') }, 5, { body: WAITING })),
    );
    expect(await desk.run()).toBeNull();
  });
});

describe('a plan that waits', () => {
  it.each([
    ['closed', () => desk.deliver(event(issueBody('closed', 5, { body: WAITING }))), 'was closed'],
    ['unlabelled', () => desk.deliver(event(issueBody('unlabeled', 5, { body: WAITING }))), '`plan` was taken off'],
    ['canceled', () => say('/planwright cancel', 5), 'withdrawn by ada'],
  ])('is withdrawn when its issue is %s, and shown again when that is taken back', async (_, withdraw, says) => {
    await shownPlan();
    await withdraw();
    await desk.settle();
    expect(await waiting()).toEqual([]);
    expect(shown().at(-1)).toContain(says);
    await say('/planwright approve', 6);
    expect(await desk.replies()).toEqual(['Nothing here waits for approval.']);
    await say('/planwright run', 7);
    await desk.settle();
    expect(shown().at(-1)).toContain('waits for approval');
    expect(await desk.run()).toBeNull();
  });

  it('is not withdrawn by strangers, and not approved while its issue is closed', async () => {
    await shownPlan();
    const before = await desk.everything();
    for (const action of ['closed', 'unlabeled'] as const) {
      await desk.deliver(event(issueBody(action, 4, { body: WAITING }), by('eve')));
    }
    expect(await desk.everything()).toBe(before);
    await desk.deliver(event(commentBody('/planwright approve', 5, { body: WAITING, state: 'closed' })));
    expect(await desk.run()).toBeNull();
    expect(await desk.replies()).toEqual([expect.stringContaining('is closed')]);
  });

  it('says so to `run` and `status`, which show it again', async () => {
    await shownPlan();
    await say('/planwright run', 5);
    await say('/planwright status', 6);
    await desk.settle();
    expect(await waiting()).toEqual([shortHash(WAITING)]);
    expect(shown()).toHaveLength(2);
    for (const reply of await desk.replies()) expect(reply).toContain('waits for approval');
    expect(await desk.run()).toBeNull();
  });

  it('waits no more once it has mistakes, and starts without approval once it wants none', async () => {
    await shownPlan();
    await edit(3, WAITING.replace('after parser', 'after parzer'));
    await desk.settle();
    expect(await waiting()).toEqual([]);
    expect(shown().at(-1)).toContain('did not start');
    await edit(4, WAITING);
    await desk.settle();
    expect(await waiting()).toEqual([shortHash(WAITING)]);
    await edit(5, HASTY);
    expect(await waiting()).toEqual([]);
    expect(await titles()).toEqual(['Parse dates', 'Delete it']);
  });

  it('is approved after an earlier run of its issue has ended, and shown anew when it is edited', async () => {
    await desk.deliver(event(issueBody('labeled', 0)));
    await desk.settle();
    await say('/planwright cancel', 1, '');
    await desk.settle();
    await say('/planwright run', 2);
    await edit(3, EDITED);
    shownAt = 4;
    await desk.settle();
    await say('/planwright approve', 5, EDITED);
    expect(await desk.run()).toMatchObject({ sequence: 2 });
  });
});

describe('who does the tasks of a plan that waits', () => {
  const agentsOf = (name: string) => `agents:\n  ${name}: { provider: script }\nrouting:\n  - { use: ${name} }\n`;
  const routed = async () => {
    const rows = await desk.rows("SELECT routing FROM tasks WHERE key = 'parser'");
    return JSON.parse(String(rows[0]?.routing)).agents.map(({ agent }: { agent: string }) => agent);
  };
  const proposed = async () => {
    const rows = await desk.rows('SELECT id, agents, shown_at FROM proposals');
    return rows.map(({ id, agents, shown_at }) => [
      id,
      Object.keys(JSON.parse(String(agents)).agents),
      shown_at !== null,
    ]);
  };
  const settle = (own: string) => {
    desk.world.files = { own, organisation: null };
  };
  beforeEach(async () => {
    settle(agentsOf('coder'));
    await shownPlan();
  });

  it.each([
    ['a command', () => say('/planwright approve', 5)],
    ['a tick', () => tick(shortHash(WAITING), 5)],
  ])('are those that were shown, whatever the settings say when it is approved by %s', async (_, approve) => {
    expect(shown().at(-1)).toContain('coder');
    settle(agentsOf('writer'));
    await approve();
    expect(await routed()).toEqual(['coder']);
  });

  it('stay as shown when it is only shown again', async () => {
    const before = await proposed();
    settle(agentsOf('writer'));
    await say('/planwright status', 3);
    await desk.settle();
    expect(await proposed()).toEqual(before);
    expect(shown()).toHaveLength(2);
    expect(shown().at(-1)).not.toContain('writer');
  });

  it('are those of now once somebody asks for it anew, and are approved only when they were shown', async () => {
    const [before] = await proposed();
    settle(agentsOf('writer'));
    await say('/planwright run', 3);
    expect(await proposed()).toEqual([[expect.not.stringContaining(String(before?.[0])), ['writer'], false]]);
    await say('/planwright approve', 4);
    expect(await desk.run()).toBeNull();
    expect(await desk.replies()).toContainEqual(expect.stringContaining('had not shown it yet'));
    shownAt = 5;
    await desk.settle();
    expect(shown().at(-1)).toContain('writer');
    await say('/planwright approve', 6);
    expect(await routed()).toEqual(['writer']);
  });

  it('are not approved by a command that was written before they were shown, heard of after', async () => {
    settle(agentsOf('writer'));
    await say('/planwright run', 3);
    shownAt = 5;
    await desk.settle();
    await desk.deliver(event(commentBody('/planwright approve', 4, { body: WAITING }, 2_000)));
    expect(await desk.run()).toBeNull();
  });
});

it('an ended run is not taken up again while a newer plan of its issue waits', async () => {
  await shownPlan();
  await say('/planwright approve', 2);
  await desk.settle();
  await say('/planwright cancel', 3);
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'canceled' });
  shownAt = 5;
  await edit(4, EDITED);
  await say('/planwright run', 5, EDITED);
  await desk.settle();
  expect(await waiting()).toEqual([shortHash(EDITED)]);
  await say('/planwright retry parser', 6, EDITED);
  expect((await desk.replies()).at(-1)).toContain('waits for approval');
  expect(await desk.run()).toMatchObject({ state: 'canceled' });
  await say('/planwright cancel', 7, EDITED);
  await say('/planwright retry parser', 8, EDITED);
  expect(await desk.run()).toMatchObject({ state: 'running' });
});
