import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IncomingBody } from '../../../src/core/incoming/incoming_event.ts';
import type { IssueStanding } from '../../../src/core/plan/plan_issues.ts';
import type { IssueNow } from '../../../src/service/ports/repository_reader.ts';
import { AT, by, event, type IncomingDesk, issue, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

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

test('a task whose issue is closed as not planned is skipped', async () => {
  there(12);
  there(13, { standing: 'completed' });
  await start();
  await desk.deliver(event(turned(12, 'dropped')));
  expect(await states()).toEqual({ 'issue-12': 'skipped', docs: 'ready', 'issue-13': 'succeeded' });
  expect((await desk.task('issue-12'))?.reason?.message).toBe('Skipped by ada.');
});

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
