import { afterEach, beforeEach, expect, it } from 'vitest';
import { by, editBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
});
afterEach(() => desk.stop());

const COMMAND = '/planwright cancel';
const STATUS = '<!-- planwright:status run=r1 -->';

it.each([
  ['of a person: no command in it', { before: 'text', body: COMMAND, author: 'ada' }, 'ada'],
  ['of another App', { before: STATUS, body: `${STATUS}\n${COMMAND}`, author: 'other[bot]' }, 'ada'],
  ['of ours in which nothing can be ticked', { before: STATUS, body: `${STATUS}\n${COMMAND}` }, 'ada'],
  ['of ours that changed nothing', { before: STATUS, body: STATUS }, 'ada'],
  ['of ours without its marker', { before: COMMAND, body: 'text' }, 'ada'],
  ['of ours by a bot', { before: STATUS, body: COMMAND }, 'renovate[bot]'],
])('an edit of a comment %s is carried out', async (_, edit, sender) => {
  const before = await desk.everything();
  const asked = desk.world.asked;
  await desk.deliver(event(editBody(edit, 5), by(sender, sender.endsWith('[bot]'))));
  expect((await desk.notes()).at(-1)).toMatch(/^ignored: /);
  expect(await desk.everything()).toBe(before);
  // Only whether the installation counts.
  expect(desk.world.asked).toBe(asked + 1);
});
