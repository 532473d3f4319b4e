import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IncomingEvent } from '../../../src/core/incoming/incoming_event.ts';
import { questionMarker, statusMarker } from '../../../src/core/report/markers.ts';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';
import { by, commentBody, ELSEWHERE, event, issueBody } from '../../support/incoming_desk.ts';

let desk: AskingDesk;
let run: string;
beforeEach(async () => {
  desk = await startAskingDesk();
  run = (await desk.run())?.id ?? '';
  await desk.ask('schema');
  await desk.settle();
  await remember(900, 'as it stands');
});
afterEach(() => desk.stop());

const remember = (number: number | null, digest: string) =>
  desk.change({ kind: 'remember_shown', shown: { subject: run, what: 'question:1', number, digest } });
const remembered = async () =>
  (await desk.deps.store.read.shown(run)).find(({ what }) => what === 'question:1')?.digest;
const waiting = async () => {
  const rows = await desk.rows("SELECT effect FROM outbox WHERE state = 'waiting'");
  return rows.filter(({ effect }) => String(effect).includes('show_questions')).length;
};
const asking = () => `**Q1** asks\n\n${questionMarker(run, 1)}`;
const remove = (id = 900, body = asking(), author = 'planwright[bot]', changes: Partial<IncomingEvent> = by('ada')) =>
  desk.deliver(event({ kind: 'comment_deleted', comment: { id, body, author } }, changes));

it('the comment of an open question that is deleted is written once more, and not for ever', async () => {
  await remove();
  expect((await desk.notes()).at(-1)).toBe('done: The comment of Q1 is written once more.');
  expect(await remembered()).toBe('deleted');
  await desk.settle();
  expect(await remembered()).toMatch(/ again$/);
  const before = await desk.everything();
  await remove(901);
  expect((await desk.notes()).at(-1)).toBe('ignored: It was written once more already.');
  expect(await desk.everything()).toBe(before);
});

it('of a question that is answered it is left deleted', async () => {
  await desk.deliver(event(commentBody('Q1 keep', 5)));
  await desk.settle();
  await remember(900, 'as it stands');
  await remove();
  expect((await desk.notes()).at(-1)).toBe('ignored: Nobody waits for the answer any more.');
});

it('nothing follows from a deletion by somebody who may not command', async () => {
  const before = await desk.everything();
  for (const who of [by('mallory'), by('ada', true), by('planwright[bot]', true)]) {
    await remove(900, asking(), 'planwright[bot]', who);
    expect((await desk.notes()).at(-1)).toMatch(
      /^ignored: (?:Its sender may not command here|Planwright did it itself)/,
    );
  }
  expect(await desk.everything()).toBe(before);
});

it('nothing follows in the repository of another run, whatever the deleted comment says it was', async () => {
  await desk.deliver(event(issueBody('labeled', 0), ELSEWHERE));
  const before = await desk.everything();
  await remove(900, asking(), 'planwright[bot]', ELSEWHERE);
  expect((await desk.notes()).at(-1)).toBe('ignored: It asked nothing of a run of this repository.');
  expect(await desk.everything()).toBe(before);
});

it('nothing follows from the deletion of any other comment', async () => {
  const before = await desk.everything();
  await remove(900, `Look\n${questionMarker(run, 1)}`, 'mallory');
  await remove(900, `Running.\n${statusMarker(run)}`);
  await remove(902);
  await remove(900, questionMarker('another', 1));
  await remove(900, questionMarker(run, 7));
  await remove(900, '');
  expect(await desk.everything()).toBe(before);
  expect(await waiting()).toBe(0);
});
