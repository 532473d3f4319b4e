import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diffMarker } from '../../../src/core/report/markers.ts';
import {
  AT,
  commentBody,
  editBody,
  event,
  type IncomingDesk,
  issueBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

const plan = (...tasks: readonly string[]) =>
  `\`\`\`planwright\napprove: plan\n\`\`\`\n## Tasks\n${tasks.map((task) => `- [ ] ${task}\n`).join('')}`;
const PLAN = plan('parser: Parse dates');
const EDITED = plan('parser: Parse dates', 'bench: Measure it');
const OLDER = plan('parser: Parse dates', 'old: Of an earlier text');

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  desk.answers.show_proposal = () => ({ kind: 'plan_shown', at: AT + 1_000 });
  desk.answers.show_diff = (request) =>
    request.kind === 'show_diff' && request.proposal !== null
      ? { kind: 'edit_shown', proposal: request.proposal, at: AT + 21_000 }
      : { kind: 'done' };
  await desk.deliver(event(issueBody('labeled', 0, { body: PLAN })));
  await desk.settle();
});
afterEach(() => desk.stop());

const OLDER_NEWS = 'ignored: Newer news of the issue were acted upon before.';
const seenAt = async () => {
  const [row] = await desk.rows('SELECT updated_at FROM issues_seen WHERE issue = 40');
  return (Number(row?.updated_at) - AT) / 1_000;
};
const waitingHash = async () => {
  const [row] = await desk.rows('SELECT plan_hash FROM proposals');
  return String(row?.plan_hash).slice(0, 7);
};
const now = (body: string) =>
  desk.world.issues.set(40, { number: 40, title: 'Dates', body, standing: 'open', isPull: false });

/** Ticks the box of the comment with this marker, `second` seconds after the beginning, while the issue was last changed before it. */
async function tick(marker: string, what: string, second: number, body: string, updatedAt = second): Promise<void> {
  const hash = await waitingHash();
  const line = (box: string) => `Look.\n\n- [${box}] Approve ${what} (\`${hash}\`)\n\n${marker}`;
  const changed = { before: line(' '), body: line('x') };
  await desk.deliver(event(editBody(changed, second, { body, updatedAt: AT + updatedAt * 1_000 })));
}
const planMarker = '<!-- planwright:status plan=40 -->';

describe('news of an issue that are older than the approval of its plan change nothing', () => {
  const approvals = {
    'a command': () => desk.say('/planwright approve', 10, 'ada', { body: PLAN }),
    'a tick': () => tick(planMarker, 'this plan', 10, PLAN),
  };
  const news = {
    edited: () => desk.deliver(event(issueBody('edited', 9, { body: OLDER }))),
    closed: () => desk.deliver(event(issueBody('closed', 9, { body: PLAN }))),
    'taken off its label': () => desk.deliver(event(issueBody('unlabeled', 9, { body: PLAN }))),
  };
  const cases = Object.entries(approvals).flatMap(([how, approve]) =>
    Object.entries(news).map(([what, tell]) => [how, what, approve, tell] as const),
  );

  it.each(cases)('approved by %s, told late that it was %s', async (_, __, approve, tell) => {
    await approve();
    await desk.settle();
    expect([(await desk.run())?.state, await seenAt()]).toEqual(['running', 10]);
    now(PLAN);
    const before = await desk.everything();
    await tell();
    expect(await desk.everything()).toBe(before);
    expect((await desk.notes()).at(-1)).toBe(OLDER_NEWS);
  });

  it('but what happened to it since counts', async () => {
    await approvals['a command']();
    await desk.settle();
    await desk.deliver(event(issueBody('closed', 11, { body: PLAN })));
    expect(await desk.run()).toMatchObject({ state: 'paused' });
  });

  it('nor does an approval that is heard of late make what is newer old', async () => {
    const { id } = (await desk.deps.store.read.repositoryByGitHubId(77)) ?? { id: '' };
    await desk.change({ kind: 'note_issue', repository: id, issue: 40, updatedAt: AT + 30_000 });
    await approvals['a command']();
    expect([(await desk.run())?.state, await seenAt()]).toEqual(['pending', 30]);
  });
});

describe('news of an issue that are older than the approval of an edit change nothing', () => {
  beforeEach(async () => {
    await desk.deliver(event(commentBody('/planwright approve', 5, { body: PLAN })));
    await desk.settle();
    await desk.deliver(event(issueBody('edited', 20, { body: EDITED })));
    await desk.overwrite("UPDATE outbox SET due_at = 0 WHERE state = 'waiting'");
    await desk.settle();
  });
  const keys = async () => (await desk.rows('SELECT key FROM tasks ORDER BY position')).map(({ key }) => key);

  it.each([
    ['a command', () => desk.say('/planwright approve', 30, 'ada', { body: EDITED })],
    ['a tick', async () => tick(diffMarker((await desk.run())?.id ?? ''), 'this edit', 30, EDITED)],
  ])('approved by %s', async (_, approve) => {
    await approve();
    expect([await keys(), await seenAt()]).toEqual([['parser', 'bench'], 30]);
    now(EDITED);
    const before = await desk.everything();
    await desk.deliver(event(issueBody('edited', 29, { body: OLDER })));
    await desk.deliver(event(issueBody('closed', 29, { body: EDITED })));
    expect(await desk.everything()).toBe(before);
    expect((await desk.notes()).slice(-2)).toEqual([OLDER_NEWS, OLDER_NEWS]);
  });

  it('nor does an approval that is heard of late make what is newer old', async () => {
    const { id } = (await desk.deps.store.read.repositoryByGitHubId(77)) ?? { id: '' };
    await desk.change({ kind: 'note_issue', repository: id, issue: 40, updatedAt: AT + 60_000 });
    await desk.say('/planwright approve', 30, 'ada', { body: EDITED });
    expect([await keys(), await seenAt()]).toEqual([['parser', 'bench'], 60]);
  });
});
