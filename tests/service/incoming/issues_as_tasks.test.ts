import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IncomingBody } from '../../../src/core/incoming/incoming_event.ts';
import type { IssueStanding } from '../../../src/core/plan/issue_said.ts';
import { lookAtIssues } from '../../../src/service/chores/look_at_issues.ts';
import type { IssueNow } from '../../../src/service/ports/repository_reader.ts';
import {
  AT,
  by,
  commentBody,
  event,
  type IncomingDesk,
  issue,
  issueBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

let desk: IncomingDesk;

beforeEach(async () => {
  desk = await startIncomingDesk();
});

afterEach(() => desk.stop());

const PLAN = '## Tasks\n- [ ] #12 (agent: writer)\n- [ ] docs: Document it (after #12, #13)\n';

/** Issues 12 and 13, as GitHub would read them out. */
function there(number: number, changes: Partial<IssueNow> = {}): void {
  const text = { title: `Issue ${number}`, body: `Do ${number}.\n\n- [ ] it works`, standing: 'open' as IssueStanding };
  desk.world.issues.set(number, { number, isPull: false, ...text, ...changes });
}

/** Somebody closed or opened one of them, and it stands so now. */
function turned(number: number, standing: IssueStanding, seconds = 1): IncomingBody {
  there(number, { standing });
  const state = standing === 'open' ? 'open' : 'closed';
  const action = standing === 'open' ? 'reopened' : 'closed';
  return {
    kind: 'issue',
    action,
    label: null,
    issue: issue({ number, state, labels: [], body: '', updatedAt: AT + seconds * 1_000 }),
  };
}

async function start(body = PLAN): Promise<void> {
  await desk.deliver(event(issueBody('labeled', 0, { body })));
  await desk.settle();
}

async function states(): Promise<Record<string, string>> {
  const rows = await desk.rows('SELECT key, state FROM tasks ORDER BY position');
  return Object.fromEntries(rows.map((row) => [String(row.key), String(row.state)]));
}

test('a task that is an issue has its title, its text and its boxes, and settings of the plan alone', async () => {
  there(12, { body: 'Do it.\n\n- agent: evil\n- [ ] it works' });
  there(13);
  await start();
  const task = await desk.task('issue-12');
  expect(task?.spec).toMatchObject({
    title: 'Issue 12',
    instructions: 'Do it.\n\n- agent: evil',
    criteria: [{ text: 'it works', done: false }],
    settings: { agent: 'writer' },
    issue: 12,
  });
  expect(await states()).toEqual({ 'issue-12': 'ready', docs: 'pending', 'issue-13': 'pending' });
});

test('what waits for an issue goes on when anybody closes it, and waits again when it is opened before that began', async () => {
  there(12, { standing: 'completed' });
  there(13);
  await start();
  expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'pending', 'issue-13': 'pending' });
  await desk.deliver(event(turned(13, 'dropped'), by('planwright[bot]', true)));
  expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'ready', 'issue-13': 'succeeded' });
  await desk.deliver(event(turned(13, 'open', 2), by('mallory')));
  expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'pending', 'issue-13': 'pending' });
  await desk.deliver(event(turned(13, 'completed', 3), by('mallory')));
  expect(await states()).toMatchObject({ docs: 'ready', 'issue-13': 'succeeded' });
  await desk.deliver(event(turned(13, 'completed', 3), by('mallory')));
  expect(await states()).toMatchObject({ docs: 'ready', 'issue-13': 'succeeded' });
  expect((await desk.run())?.openTasks).toBe(1);
});

test('an issue that is opened again too late changes nothing, and nobody is given a task that waits for one', async () => {
  there(12, { standing: 'completed' });
  there(13);
  await start();
  const runner = desk.runner();
  await runner.register();
  expect(await runner.lease()).toEqual([]);
  await desk.deliver(event(turned(13, 'completed')));
  const [request] = await runner.lease();
  expect(request?.task.key).toBe('docs');
  await desk.deliver(event(turned(13, 'open', 2)));
  expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'running', 'issue-13': 'succeeded' });
});

test('a task counts as done when somebody with permission closes its issue, and by nobody else', async () => {
  there(12);
  there(13, { standing: 'completed' });
  await start();
  const before = await desk.everything();
  await desk.deliver(event(turned(12, 'completed'), by('mallory')));
  expect(await desk.everything()).toBe(before);
  await desk.deliver(event(turned(12, 'completed', 2)));
  expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'ready', 'issue-13': 'succeeded' });
  await desk.deliver(event(turned(12, 'open', 3)));
  expect(await states()).toEqual({ 'issue-12': 'ready', docs: 'pending', 'issue-13': 'succeeded' });
});

test('people skip the waiting, and retry takes it up again', async () => {
  there(12, { standing: 'completed' });
  there(13);
  await start();
  await desk.deliver(event(commentBody('/planwright skip issue-13', 1, { body: PLAN })));
  expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'ready', 'issue-13': 'skipped' });
  await desk.deliver(event(commentBody('/planwright retry issue-13', 2, { body: PLAN })));
  expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'pending', 'issue-13': 'pending' });
  await desk.deliver(event(commentBody('/planwright take issue-13', 3, { body: PLAN })));
  expect(await states()).toMatchObject({ 'issue-13': 'pending' });
});

test('a task whose issue is closed as not planned is skipped', async () => {
  there(12);
  there(13, { standing: 'completed' });
  await start();
  await desk.deliver(event(turned(12, 'dropped')));
  expect(await states()).toEqual({ 'issue-12': 'skipped', docs: 'ready', 'issue-13': 'succeeded' });
  expect((await desk.task('issue-12'))?.reason?.message).toBe('Skipped by ada.');
});

test.each(['completed', 'dropped'] as const)(
  'verified work that waits for approval goes on when its issue is %s',
  async (standing) => {
    there(12);
    await start('## Tasks\n- [ ] #12 (approve: after)\n- [ ] docs: Document it (after #12)\n');
    const runner = desk.runner();
    await runner.register();
    const [lease] = await runner.lease();
    await runner.start(lease?.attempt ?? '');
    await runner.finish(lease?.attempt ?? '', success());
    await desk.settle();
    await desk.deliver(event(turned(12, standing)));
    expect(await states()).toEqual({ 'issue-12': 'blocked', docs: 'pending' });
    await desk.deliver(event(commentBody('/planwright approve issue-12', 2, { body: PLAN })));
    await desk.settle();
    expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'ready' });
  },
);

test('what cannot be read of the issues that a plan names is told line by line', async () => {
  there(14, { isPull: true });
  await start('## Tasks\n- [ ] #12\n- [ ] #40\n- [ ] a (after #14)\n- [ ] other/repo#3\n- [ ] b (after #99)\n');
  const [told] = (await desk.effects()).map(({ text }) => text);
  expect(told).toContain('line 2: There is no issue `#12` here that I can read.');
  expect(told).toContain('line 3: `#40` is this plan itself.');
  expect(told).toContain('line 4: `#14` is a pull request.');
  expect(told).toContain('line 5: `other/repo#3` is an issue of another repository.');
  expect(told).toContain('line 6: There is no issue `#99` here that I can read.');
});

test('an issue whose closing nobody told of is found closed by and by', async () => {
  there(12, { standing: 'completed' });
  there(13);
  await start();
  there(13, { standing: 'dropped' });
  const later = desk.deps.clock.now() + 301_000;
  const deps = { ...desk.deps, clock: { now: () => later } };
  await lookAtIssues(deps);
  expect(await states()).toMatchObject({ docs: 'ready', 'issue-13': 'succeeded' });
});

test('an issue that is gone is found so by and by, and holds nobody up', async () => {
  there(12, { standing: 'completed' });
  there(13);
  await start();
  desk.world.issues.delete(13);
  const later = desk.deps.clock.now() + 301_000;
  await lookAtIssues({ ...desk.deps, clock: { now: () => later } });
  expect(await states()).toMatchObject({ docs: 'ready', 'issue-13': 'succeeded' });
});

test('what a plan adds to an issue is told behind it, is kept apart from it, and is approved with it', async () => {
  there(12);
  there(13, { standing: 'completed' });
  const body = `\`\`\`planwright\napprove: plan\n\`\`\`\n${PLAN.replace('writer)', 'writer)\n  Mind the gap.\n  - [ ] no gap')}`;
  desk.answers.show_proposal = () => ({ kind: 'plan_shown', at: AT + 1_000 });
  await start(body);
  await desk.deliver(event(commentBody('/planwright approve', 10, { body })));
  expect((await desk.task('issue-12'))?.spec).toMatchObject({
    instructions: 'Do 12.\n\nMind the gap.',
    criteria: [{ text: 'it works' }, { text: 'no gap' }],
  });
});

test('what its issue did for a task stays so when the plan is edited', async () => {
  there(12);
  there(13);
  await start();
  await desk.deliver(event(turned(12, 'completed')));
  await desk.deliver(event(turned(13, 'completed', 2)));
  expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'ready', 'issue-13': 'succeeded' });
  await desk.deliver(event(issueBody('edited', 3, { body: PLAN.replace('Document it', 'Document all of it') })));
  expect(await states()).toEqual({ 'issue-12': 'succeeded', docs: 'ready', 'issue-13': 'succeeded' });
  expect((await desk.task('docs'))?.spec.title).toBe('Document all of it');
});

test('an issue that was deleted or transferred is not to be done, and waited for no more', async () => {
  there(12);
  there(13);
  await start();
  const gone = (number: number) => {
    const closed = turned(number, 'completed', number);
    desk.world.issues.delete(number);
    return event(closed);
  };
  await desk.deliver(gone(13));
  await desk.deliver(gone(12));
  expect(await states()).toEqual({ 'issue-12': 'skipped', docs: 'ready', 'issue-13': 'succeeded' });
});
