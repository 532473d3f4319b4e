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

  it('about branches and pull requests may be told of twice, and move nothing twice', async () => {
    const story = [
      issueBody('labeled', 1),
      pushBody('planwright/40/parser'),
      pullBody('closed', { merge: { commit: 'e'.repeat(40) } }),
      pullBody('closed', { number: 42, head: 'planwright/40/docs' }),
    ];
    const state = async () => [await desk.rows('SELECT * FROM runs'), await desk.rows('SELECT * FROM tasks')];
    await tell(story);
    const before = await state();
    for (const body of [...story, ...story.toReversed()]) await desk.deliver(event(body));
    expect(await state()).toEqual(before);
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
