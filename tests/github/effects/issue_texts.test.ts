import { describe, expect, it } from 'vitest';
import type { KnownTask } from '../../../src/core/plan/find_task.ts';
import { planMarker, replyMarker, statusMarker } from '../../../src/core/report/markers.ts';
import type { StateLabel } from '../../../src/core/report/state_labels.ts';
import type { Shown } from '../../../src/core/shown.ts';
import { forgeSetting } from '../forge_setting.ts';
import { type ForgeWorld, RUN } from '../forge_world.ts';

const setting = forgeSetting();

type What = {
  readonly comment?: string;
  readonly labels?: readonly StateLabel[];
  readonly done?: readonly KnownTask[];
};
const show = (
  world: ForgeWorld,
  { comment = 'Running.', labels = [], done = [] }: What,
  shown: readonly Shown[] = [],
) => world.send({ kind: 'show_run', comment, marks: { labels, done } }, {}, shown);
const comments = ({ repo }: ForgeWorld) => [...repo.comments.values()].map(({ body }) => body);

describe('the status comment', () => {
  it('is edited in place; what stays the same costs no request at all', async () => {
    const world = await setting.world();
    const what = { labels: ['planwright:running'], done: [{ id: 'docs', named: true, title: '' }] } as const;
    const first = await show(world, what);
    const before = setting.github().requests.length;
    expect(await show(world, what, first.shown)).toEqual(first);
    expect(setting.github().requests.length).toBe(before);
    await show(world, { ...what, comment: 'Nearly done.' }, first.shown);
    const since = setting.github().requests.slice(before);
    expect(since.map(({ operationId }) => operationId)).toEqual(['issues/update-comment']);
    expect(comments(world)).toEqual([`Nearly done.\n\n${statusMarker(RUN)}`]);
  });

  it('is made again after somebody deleted it', async () => {
    const world = await setting.world();
    const { shown } = await show(world, {});
    const comment = [...world.repo.comments.keys()][0] ?? 0;
    await setting.github().deleteComment({ repo: world.repo, comment, by: 'alice' });
    await show(world, { comment: 'Still running.' }, shown);
    expect(comments(world)).toEqual([`Still running.\n\n${statusMarker(RUN)}`]);
  });

  it.each([404, 410])('is found again where GitHub answers %d to what is remembered of it', async (status) => {
    const world = await setting.world();
    const { shown } = await show(world, {});
    setting
      .github()
      .faults.once({ kind: 'status', status }, ({ operationId }) => operationId === 'issues/update-comment');
    const again = await show(world, { comment: 'Still running.' }, shown);
    expect(comments(world)).toEqual([`Still running.\n\n${statusMarker(RUN)}`]);
    expect(again.shown).toContainEqual(expect.objectContaining({ what: 'status', number: shown[0]?.number }));
  });

  it('is written where it could not be before, although it says the same', async () => {
    const world = await setting.world();
    const { shown } = await show(world, {});
    await setting.github().deleteComment({ repo: world.repo, comment: shown[0]?.number ?? 0, by: 'alice' });
    const nowhere = shown.map((each) => ({ ...each, number: null }));
    const again = await show(world, {}, nowhere);
    expect(comments(world)).toEqual([`Running.\n\n${statusMarker(RUN)}`]);
    expect(again.shown[0]).toMatchObject({ what: 'status', number: expect.any(Number) });
  });

  it('is not what others wrote with its marker, or quoted', async () => {
    const world = await setting.world();
    const body = `Look.\n\n${statusMarker(RUN)}`;
    await setting.github().commentOn({ repo: world.repo, number: world.issue, author: 'mallory', body });
    await world.send({ kind: 'show_plan', issue: world.issue, text: `You wrote ${statusMarker(RUN)} here.` });
    await world.send({ kind: 'reply', issue: world.issue, to: 7, text: 'Hello.' });
    await show(world, {});
    expect(comments(world)).toEqual([body, `Running.\n\n${statusMarker(RUN)}`, `Hello.\n\n${replyMarker(7)}`]);
  });

  it('is found on later pages', async () => {
    const world = await setting.world();
    for (let count = 0; count < 120; count += 1) {
      await setting.github().commentOn({ repo: world.repo, number: world.issue, author: 'alice', body: 'Chat.' });
    }
    await show(world, {});
    await show(world, { comment: 'Again.' });
    expect(comments(world).filter((body) => body.includes(statusMarker(RUN)))).toHaveLength(1);
  });

  it('is not written where the issue is gone, and nothing is lost by that', async () => {
    const world = await setting.world();
    const run = { issue: 4_711 };
    const request = {
      kind: 'show_run',
      comment: 'Running.',
      marks: { labels: ['planwright:running'], done: [{ id: 'docs', named: true, title: '' }] },
    } as const;
    expect(await world.send(request, run)).toEqual({ answer: { kind: 'done' }, shown: [] });
    const close = { kind: 'close_run', report: 'Done.', issues: [], closes: true } as const;
    expect((await world.send(close, run)).answer).toEqual({ kind: 'done' });
    expect((await world.send({ kind: 'react', comment: 4_711, content: '+1' })).answer).toEqual({ kind: 'done' });
  });
});

describe('labels and ticks', () => {
  it('leave alone what is not theirs', async () => {
    const world = await setting.world();
    const { github } = world;
    for (const label of ['bug', 'planwright:failed', 'planwright:running']) {
      await github.labelIssue({ repo: world.repo, number: world.issue, by: 'alice', label });
    }
    const before = world.writes().length;
    await show(world, { labels: ['planwright:running'], done: [{ id: 'parser', named: true, title: '' }] });
    const issue = world.repo.issues.get(world.issue);
    expect(issue?.labels).toEqual(['bug', 'planwright:running']);
    expect(issue?.body).toBe('## Tasks\n- [x] parser: Parse dates\n- [ ] docs: Document it\n');
    expect(world.writes().length - before).toBe(3);
  });

  it('are those of the run under way: an earlier one neither writes them nor remembers having done so', async () => {
    const world = await setting.world();
    const { github } = world;
    const label = 'planwright:running';
    await github.labelIssue({ repo: world.repo, number: world.issue, by: 'alice', label });
    const before = world.writes().length;
    const { shown } = await world.send({ kind: 'show_run', comment: 'Finished.', marks: null });
    expect(shown.map(({ what }) => what)).toEqual(['status']);
    expect(world.writes().length - before).toBe(1);
    expect(world.repo.issues.get(world.issue)?.labels).toEqual([label]);
  });
});

describe('what is said of a plan', () => {
  const say = (world: ForgeWorld, text: string) => world.send({ kind: 'show_plan', issue: world.issue, text });

  it('is edited in place', async () => {
    const world = await setting.world();
    await say(world, '2 things to mend.');
    await say(world, '1 thing to mend.');
    expect(comments(world)).toEqual([`1 thing to mend.\n\n${planMarker(world.issue)}`]);
  });

  it('is said in another comment, though it be the same, once a run has made the first its own', async () => {
    const world = await setting.world();
    await say(world, '1 thing to mend.');
    await show(world, {});
    await say(world, '1 thing to mend.');
    expect(comments(world)).toEqual([
      `Running.\n\n${statusMarker(RUN)}`,
      `1 thing to mend.\n\n${planMarker(world.issue)}`,
    ]);
  });

  it('and waits for approval stands in the same comment, and says since when, by the clock of GitHub', async () => {
    const world = await setting.world();
    await say(world, '1 thing to mend.');
    const send = () => world.send({ kind: 'show_proposal', issue: world.issue, text: 'It waits.' });
    const first = await send();
    expect(comments(world)).toEqual([`It waits.\n\n${planMarker(world.issue)}`]);
    const [comment] = world.github.comments(world.repo, world.issue);
    expect(first).toEqual({
      answer: { kind: 'plan_shown', at: Math.floor(Number(comment?.updatedAt) / 1_000) * 1_000 },
      shown: [],
    });
    // Nothing is written again, and it stands there since then.
    const before = world.writes().length;
    expect(await send()).toEqual(first);
    expect(world.writes().length).toBe(before);
    const gone = await world.send({ kind: 'show_proposal', issue: 4_711, text: 'It waits.' });
    expect(gone.answer).toEqual({ kind: 'done' });
  });

  it('is not written where the issue is gone', async () => {
    const world = await setting.world();
    const sent = await world.send({ kind: 'show_plan', issue: 4_711, text: '1 thing to mend.' });
    expect(sent).toEqual({ answer: { kind: 'done' }, shown: [] });
  });
});
