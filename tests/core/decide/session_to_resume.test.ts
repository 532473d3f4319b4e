import { expect, test } from 'vitest';
import { sessionToResume } from '../../../src/core/decide/session_to_resume.ts';
import { FailureClass } from '../../../src/protocol/outcome.ts';
import { sessionRecord } from '../records.ts';

const session = sessionRecord({ began: 1, attempt: 2 });
const resumed = (held: typeof session) => sessionToResume([held], 'runner', 'coder');

test('goes on at the runner and with the agent that have it', () => {
  expect(sessionToResume([session], 'runner', 'coder')).toBe(session);
  expect(sessionToResume([session], 'other', 'coder')).toBeNull();
  expect(sessionToResume([session], 'runner', 'writer')).toBeNull();
});

/** Only these say something of the conversation itself. */
const OF_CONVERSATION: readonly FailureClass[] = ['context_too_long', 'agent_error'];

test.each(FailureClass.options.filter((failure) => !OF_CONVERSATION.includes(failure)))(
  'goes on after an attempt that ended with %s, also where that went on with it itself',
  (failed) => {
    expect(resumed({ ...session, failed })).not.toBeNull();
    expect(resumed({ ...session, failed, began: 2 })).not.toBeNull();
  },
);

test('is left when it has outgrown its model', () => {
  expect(resumed({ ...session, failed: 'context_too_long' })).toBeNull();
});

test('is left when its agent failed although it had gone on with it', () => {
  expect(resumed({ ...session, failed: 'agent_error' })).toBeNull();
  expect(resumed({ ...session, failed: 'agent_error', began: 2 })).not.toBeNull();
});
