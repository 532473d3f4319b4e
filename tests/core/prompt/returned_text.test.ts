import { expect, it } from 'vitest';
import { returnedText } from '../../../src/core/prompt/returned_text.ts';
import { taskRecord } from '../records.ts';

const returned = { kind: 'returned', by: 'bob', at: 1, afterAttempt: 1, words: 'Finish it', change: null } as const;
const told = (takenBy?: string) =>
  returnedText({ task: taskRecord({ takeover: { ...returned, ...(takenBy === undefined ? {} : { takenBy }) } }) }, 'x');

it('an agent is told who had its task, and who gave it back', () => {
  expect(told()).toMatch(/^bob took this task into their own hands, and gave it back\.\n\n.*\n\nThey said:\n/);
  expect(told('carol')).toMatch(
    /^carol took this task into their own hands, and bob gave it back\.\n\n.*\n\nbob said:\n/,
  );
});
