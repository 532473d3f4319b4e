import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingBody } from '../../../src/core/incoming/incoming_event.ts';
import type { RunState } from '../../../src/core/run/run_state.ts';
import {
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  pullBody,
  pushBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

/** What came to be, and in any other order: the state of the newest run, or `none`. */
type Story = {
  /** Each in the order it happened, with its second. */
  readonly bodies: readonly IncomingBody[];
  readonly runs: number;
  readonly ends: RunState;
  readonly endsElse: readonly (RunState | 'none')[];
};

const STORIES: Readonly<Record<string, Story>> = {
  'closed and reopened': {
    bodies: [issueBody('labeled', 1), issueBody('closed', 2), issueBody('reopened', 3)],
    runs: 1,
    ends: 'running',
    endsElse: ['running'],
  },
  'started and closed': {
    bodies: [issueBody('labeled', 1), issueBody('edited', 2), issueBody('closed', 3)],
    runs: 1,
    ends: 'paused',
    endsElse: ['none', 'paused'],
  },
  'started and unlabelled': {
    bodies: [issueBody('opened', 1), issueBody('labeled', 1), issueBody('unlabeled', 2)],
    runs: 1,
    ends: 'paused',
    endsElse: ['none', 'paused'],
  },
  'paused by a command': {
    bodies: [issueBody('labeled', 1), commentBody('/planwright pause', 2)],
    runs: 1,
    ends: 'paused',
    endsElse: ['none'],
  },
  'paused and resumed': {
    bodies: [issueBody('labeled', 1), commentBody('/planwright pause', 2), commentBody('/planwright resume', 3)],
    runs: 1,
    ends: 'running',
    endsElse: ['none', 'paused', 'running'],
  },
  'labelled twice and cancelled': {
    bodies: [issueBody('labeled', 1), issueBody('labeled', 2), commentBody('/planwright cancel', 3)],
    runs: 1,
    ends: 'canceled',
    endsElse: ['canceled', 'none'],
  },
  'cancelled and run again': {
    bodies: [
      commentBody('/planwright run', 1),
      commentBody('/planwright cancel', 2),
      commentBody('/planwright run', 3),
    ],
    runs: 2,
    ends: 'running',
    endsElse: ['canceled', 'running'],
  },
  'bad, then mended': {
    bodies: [
      issueBody('opened', 1, { body: '## Tasks\n- [ ] a (after b)\n' }),
      issueBody('edited', 2),
      commentBody('/planwright status\n/planwright retrry', 3),
    ],
    runs: 1,
    ends: 'running',
    endsElse: ['running'],
  },
};

const DAY_MS = 24 * 3_600_000;
const FINAL = { number: 60, head: 'planwright/40/plan', base: 'next' };

/** A button of the check run of `parser`. */
function press(identifier: string): IncomingBody {
  const check = { name: 'planwright / parser', headCommit: 'b'.repeat(40), pulls: [41] };
  return { kind: 'check_action', identifier, check };
}

/** What people do beside issues and comments; nothing in these bodies says when it was. */
const BY_HAND: Readonly<Record<string, readonly IncomingBody[]>> = {
  'pushes to the branch of a task': [pushBody('planwright/40/parser'), pushBody('planwright/40/parser', null)],
  'a push to the integration branch': [pushBody('planwright/40/plan')],
  'a merge by hand': [pullBody('closed', { merge: { commit: 'e'.repeat(40) } })],
  'a merge into another branch': [pullBody('closed', { merge: { commit: 'e'.repeat(40) }, base: 'main' })],
  'a pull request that was closed and reopened': [pullBody('closed'), pullBody('reopened')],
  'the final pull request that was closed': [pullBody('closed', FINAL)],
  'a pull request pointed elsewhere': [pullBody('retargeted', { base: 'next' })],
  'the final pull request pointed elsewhere': [pullBody('retargeted', FINAL)],
  'a button that was pressed': [press('cancel'), press('retry')],
};

/** Has `parser` in review, as pull request 41, and a final one. */
async function ready(): Promise<void> {
  const commit = 'b'.repeat(40);
  await desk.overwrite(`UPDATE tasks SET pull = 41, state = 'in_review', "commit" = '${commit}' WHERE key = 'parser'`);
  await desk.overwrite(`UPDATE runs SET final_pull = 60, integration_head = '${'a'.repeat(40)}'`);
}

/** Tells it all, each when GitHub stands as it says. */
async function happen(story: readonly IncomingBody[]): Promise<void> {
  for (const body of story) {
    if (body.kind === 'pull') {
      const { number, base, merge } = body.pull;
      const closed = merge === null ? 'closed' : 'merged';
      const state = body.action === 'closed' ? closed : 'open';
      desk.world.pulls.set(number, { state, base, goneBranch: null, headCommit: 'f'.repeat(40) });
    }
    await tell([body]);
  }
}

/** Whether agents may be at work now. */
async function works(): Promise<boolean> {
  const run = await desk.run();
  return run !== null && (run.state === 'pending' || run.state === 'running') && run.cancel === null;
}

async function runsThere(): Promise<number> {
  return (await desk.rows('SELECT id FROM runs')).length;
}

async function tell(story: readonly IncomingBody[]): Promise<void> {
  for (const body of story) {
    await desk.deliver(event(body));
    await desk.settle();
  }
  // What was put back for a while is due by then.
  desk.outage(5_000);
  await desk.settle();
}

describe('deliveries', () => {
  for (const [name, { bodies: story, runs, ends, endsElse }] of Object.entries(STORIES)) {
    it(`of a plan ${name} change nothing when all of them come again`, async () => {
      const empty = await desk.everything();
      await tell(story);
      const before = await desk.everything();
      expect(before).not.toBe(empty);
      for (const body of [...story, ...story.toReversed()]) await desk.deliver(event(body));
      expect(await desk.everything()).toBe(before);
    });

    it(`of a plan ${name} set nothing to work that did not work in their order, whatever order they come in`, async () => {
      await tell(story);
      const inOrder = await works();
      expect({ ends: (await desk.run())?.state, runs: await runsThere() }).toEqual({ ends, runs });
      expect(inOrder).toBe(ends === 'running');
      const others = new Set<string>();
      for (const order of permutations(story).slice(1)) {
        await desk.stop();
        desk = await startIncomingDesk();
        await tell(order);
        if (!inOrder) expect(await works(), JSON.stringify(order.map(({ kind }) => kind))).toBe(false);
        expect(await runsThere()).toBeLessThanOrEqual(runs);
        others.add((await desk.run())?.state ?? 'none');
      }
      expect([...others].sort()).toEqual(endsElse);
    }, 60_000);
  }

  for (const [name, story] of Object.entries(BY_HAND)) {
    it(`of ${name} change nothing when they come again, at once or after all that is forgotten`, async () => {
      await tell([issueBody('labeled', 1)]);
      await ready();
      await happen(story);
      expect((await desk.notes()).slice(1)).toEqual(story.map(() => expect.stringMatching(/^done: /)));
      for (const wait of [0, 40 * DAY_MS]) {
        desk.outage(wait);
        await desk.settle();
        const before = await desk.everything();
        for (const body of [...story, ...story.toReversed()]) await desk.deliver(event(body));
        expect(await desk.everything()).toBe(before);
      }
    });
  }

  it('of a button do nothing again when the task has come back since', async () => {
    await tell([issueBody('labeled', 1)]);
    await ready();
    await tell([press('cancel'), press('retry'), commentBody('/planwright cancel parser', 2)]);
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
    await desk.deliver(event(press('retry')));
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
    await tell([commentBody('/planwright retry parser', 3)]);
    desk.outage(40 * DAY_MS);
    await desk.settle();
    await desk.deliver(event(press('cancel')));
    expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
    expect((await desk.notes()).at(-1)).toBe('ignored: It was acted upon before.');
  });

  it('of a button that was refused do nothing either when it could be obeyed by then', async () => {
    await tell([issueBody('labeled', 1)]);
    await ready();
    desk.world.closedIssues.add(40);
    await tell([commentBody('/planwright cancel parser', 2), press('retry')]);
    desk.world.closedIssues.clear();
    await desk.deliver(event(press('retry')));
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
  });

  it('of the App being taken away pause nothing once it is back', async () => {
    const lost = event({ kind: 'access', change: 'lost', repositories: [77] }, { repository: null });
    await tell([issueBody('labeled', 1)]);
    desk.world.reached = false;
    await desk.deliver(lost);
    expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'app_removed' } });
    desk.world.reached = true;
    await tell([commentBody('/planwright resume', 2)]);
    const before = await desk.everything();
    await desk.deliver(lost);
    expect(await desk.everything()).toBe(before);
    desk.world.reached = false;
    await desk.deliver(lost);
    expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'app_removed' } });
  });

  it.each([
    ['in their order', ['1', '2']],
    ['the newer first', ['2', '1']],
  ])('of two pushes to the branch of a task leave it where the branch is, %s', async (_, order) => {
    await tell([issueBody('labeled', 1)]);
    desk.world.heads.set('planwright/40/parser', '2'.repeat(40));
    await tell(order.map((digit) => pushBody('planwright/40/parser', digit.repeat(40))));
    expect(await desk.task('parser')).toMatchObject({ pushed: '2'.repeat(40) });
  });

  it.each([
    ['in their order', ['next', 'later']],
    ['the newer first', ['later', 'next']],
  ])('of a final pull request pointed elsewhere twice leave it where it points, %s', async (_, order) => {
    await tell([issueBody('labeled', 1)]);
    await ready();
    desk.world.pulls.set(60, { state: 'open', base: 'later', goneBranch: null, headCommit: 'f'.repeat(40) });
    await tell(order.map((base) => pullBody('retargeted', { ...FINAL, base })));
    expect(await desk.run()).toMatchObject({ base: 'later' });
  });

  it('of a plan that was closed and reopened come to the same in every order', async () => {
    const story = STORIES['closed and reopened']?.bodies ?? [];
    for (const order of permutations(story)) {
      await desk.stop();
      desk = await startIncomingDesk();
      await tell(order);
      expect(await desk.run()).toMatchObject({ state: 'running', sequence: 1 });
    }
  }, 60_000);
});

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}
