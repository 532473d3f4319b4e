import { expect, test } from 'vitest';
import { sessionToResume } from '../../../src/core/decide/session_to_resume.ts';
import { FailureClass } from '../../../src/protocol/outcome.ts';
import { earlierAttempt, sessionRecord } from '../records.ts';

const session = sessionRecord({ began: 1, attempt: 2 });
const resumed = (earlier: { readonly class: FailureClass; readonly number: number } | null, held = session) =>
  sessionToResume({ sessions: [held], earlier: earlier === null ? null : earlierAttempt(earlier) }, 'runner', 'coder');

test('goes on at the runner and with the agent that have it', () => {
  const details = { sessions: [session], earlier: null };
  expect(sessionToResume(details, 'runner', 'coder')).toBe(session);
  expect(sessionToResume(details, 'other', 'coder')).toBeNull();
  expect(sessionToResume(details, 'runner', 'writer')).toBeNull();
});

/** Only these say something of the conversation itself. */
const OF_CONVERSATION: readonly FailureClass[] = ['context_too_long', 'agent_error'];

test.each(FailureClass.options.filter((failure) => !OF_CONVERSATION.includes(failure)))(
  'goes on after an attempt that ended with %s, also where that went on with it itself',
  (failure) => {
    expect(resumed({ class: failure, number: 2 })).toBe(session);
    expect(resumed({ class: failure, number: 2 }, { ...session, began: 2 })).toMatchObject({ began: 2 });
  },
);

test('is left when it has outgrown its model, by the attempt that used it last', () => {
  expect(resumed({ class: 'context_too_long', number: 2 })).toBeNull();
  expect(resumed({ class: 'context_too_long', number: 1 })).toBe(session);
});

test('is left when its agent failed although it had gone on with it', () => {
  expect(resumed({ class: 'agent_error', number: 2 })).toBeNull();
  expect(resumed({ class: 'agent_error', number: 2 }, { ...session, began: 2 })).toMatchObject({ began: 2 });
});
