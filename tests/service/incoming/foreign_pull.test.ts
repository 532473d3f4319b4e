import { afterEach, beforeEach, expect, it } from 'vitest';
import { event, type IncomingDesk, issueBody, pullBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
  await desk.overwrite('UPDATE runs SET final_pull = 60');
  await desk.overwrite("UPDATE tasks SET pull = 41, state = 'in_review' WHERE key = 'parser'");
});
afterEach(() => desk.stop());

it.each([
  [
    'integration branch',
    { number: 99, head: 'planwright/40/plan', base: 'develop', merge: { commit: 'e'.repeat(40) } },
  ],
  ['branch of a task', { number: 99 }],
])('a further pull request from the %s, which is not the known one, says nothing of the run', async (_, pull) => {
  const before = await desk.everything();
  await desk.deliver(event(pullBody('closed', pull)));
  expect((await desk.notes()).at(-1)).toBe('ignored: The pull request is none of a run.');
  expect(await desk.everything()).toBe(before);
});
