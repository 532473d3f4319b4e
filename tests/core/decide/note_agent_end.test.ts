import { describe, expect, test } from 'vitest';
import { DEFAULT_BREAKER, newBreaker } from '../../../src/core/breaker/breaker.ts';
import { noteAgentEnd } from '../../../src/core/decide/note_agent_end.ts';
import type { AttemptAction, Outcome } from '../../../src/protocol/outcome.ts';
import { attemptRecord, executionRequest, NOW } from '../records.ts';

const facts = {
  evidence: [],
  outputs: {},
  summary: '',
  durationMs: 1,
  changedFiles: 0,
  insertions: 0,
  deletions: 0,
  commit: null,
};
const provider = 'claude';
const work = {
  kind: 'agent' as const,
  agent: 'coder',
  provider,
  model: null,
  role: 'coder',
  prompt: [{ title: '', text: 'Do it.' }],
};
const attempt = attemptRecord({ request: executionRequest({ work }) });
const failed = (more: Partial<Extract<Outcome, { kind: 'failed' }>>): Outcome => ({
  kind: 'failed',
  class: 'agent_error',
  message: 'no',
  ...facts,
  ...more,
});
const troubled = { ...newBreaker(attempt.runner, provider), failures: 2 };

/** The state and the failures after it; null: nothing is written. */
function noted(outcome: Outcome, breaker = troubled) {
  const [change] = noteAgentEnd(attempt, outcome, breaker, DEFAULT_BREAKER, NOW);
  return change?.kind === 'save_breaker' ? [change.breaker.state, change.breaker.failures] : null;
}

describe('the end of an attempt', () => {
  test('that succeeded closes', () => {
    expect(noted({ kind: 'succeeded', ...facts })).toEqual(['closed', 0]);
  });

  test('that waits for an answer shows that the agent worked', () => {
    expect(noted({ kind: 'blocked', message: 'It asks.', ...facts })).toEqual(['closed', 0]);
  });

  test.each([
    ['commit', true],
    ['verify', true],
    ['push', true],
    ['prepare', false],
    ['setup', false],
    ['agent', false],
  ] as const)('that failed at %s by something else shows that the agent worked: %s', (action: AttemptAction, did) => {
    expect(noted(failed({ action, class: 'transient' }))).toEqual(did ? ['closed', 0] : null);
  });

  test('by a failure of the agent itself counts', () => {
    expect(noted(failed({ class: 'transient', failedProvider: provider, action: 'agent' }))).toEqual(['closed', 3]);
    expect(noted(failed({ class: 'auth', failedProvider: provider, action: 'agent' }))).toEqual(['open', 3]);
    expect(noted(failed({ class: 'refused', failedProvider: provider, action: 'start_agent' }))).toEqual(['closed', 3]);
  });

  test('is not counted for another agent than the one that was asked', () => {
    expect(noted(failed({ class: 'auth', failedProvider: 'another', action: 'agent' }))).toBeNull();
  });

  test('from outside says nothing', () => {
    expect(noted({ kind: 'canceled', message: 'x', ...facts })).toBeNull();
    expect(noted({ kind: 'timed_out', message: 'x', ...facts })).toBeNull();
  });

  test('of commands says nothing', () => {
    const commands = { ...attempt, request: { ...attempt.request, work: { kind: 'verification' as const } } };
    expect(noteAgentEnd(commands, { kind: 'succeeded', ...facts }, troubled, DEFAULT_BREAKER, NOW)).toEqual([]);
  });
});

test('the first failure makes a breaker, a success writes nothing where nothing had failed', () => {
  const outcome = failed({ class: 'rate_limit', retryAfterMs: 60_000, failedProvider: provider, action: 'agent' });
  expect(noteAgentEnd(attempt, outcome, null, DEFAULT_BREAKER, NOW)).toMatchObject([
    { kind: 'save_breaker', breaker: { runner: attempt.runner, provider, restsUntil: NOW + 60_000, version: 0 } },
  ]);
  expect(noteAgentEnd(attempt, { kind: 'succeeded', ...facts }, null, DEFAULT_BREAKER, NOW)).toEqual([]);
});
