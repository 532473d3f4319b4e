import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';
import { event } from '../../support/incoming_desk.ts';

let desk: AskingDesk;
beforeEach(async () => {
  desk = await startAskingDesk();
  await desk.overwrite("UPDATE tasks SET pull = 41 WHERE key = 'docs'");
  await desk.overwrite('UPDATE runs SET final_pull = 60');
});
afterEach(() => desk.stop());

const ordered = async () => ({
  run: (await desk.run())?.cancel ?? null,
  docs: (await desk.task('docs'))?.cancel ?? null,
});

/** Each press is at a commit of its own: the same body twice is one press. */
const press = (name: string, pull: number, digit: string) =>
  desk.deliver(
    event({ kind: 'check_action', identifier: 'cancel', check: { name, headCommit: digit.repeat(40), pulls: [pull] } }),
  );

describe('what is at work is told to end', () => {
  it.each([
    ['/planwright cancel docs', { run: null, docs: 'graceful' }, { run: null, docs: 'immediate' }],
    ['/planwright cancel', { run: 'graceful', docs: null }, { run: 'immediate', docs: null }],
  ])('by %s: gracefully, and written once more, at once', async (command, first, second) => {
    await desk.say(command, 1);
    expect(await ordered()).toEqual(first);
    await desk.say(command, 2);
    expect(await ordered()).toEqual(second);
  });

  it.each([
    ['planwright / docs', 41, { run: null, docs: 'graceful' }],
    ['planwright', 60, { run: 'graceful', docs: null }],
  ])('by the button of `%s`: gracefully, however often it is pressed', async (name, pull, told) => {
    for (const digit of ['a', 'b']) {
      await press(name, pull, digit);
      expect(await ordered()).toEqual(told);
      expect((await desk.notes()).at(-1)).toBe('done: The button cancel was pressed.');
    }
  });
});
