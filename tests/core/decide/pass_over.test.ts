import { describe, expect, test } from 'vitest';
import type { AgentChoice } from '../../../src/core/agents/task_routing.ts';
import { finishAttempt } from '../../../src/core/decide/finish_attempt.ts';
import { passOver } from '../../../src/core/decide/pass_over.ts';
import { FAILURE_POLICIES } from '../../../src/core/retry/failure_policy.ts';
import { FailureClass } from '../../../src/protocol/outcome.ts';
import { attemptRecord, attemptSlice, failed, surroundings, taskRecord } from '../records.ts';

const identity = (agent: string) => ({ agent, provider: agent, model: null });
const coder: AgentChoice = { ...identity('coder'), fallback: [identity('codex')] };

function after(
  name: FailureClass,
  of: { failedProvider?: string; passedOver?: readonly string[]; agents?: AgentChoice[] } = {},
) {
  const { failedProvider = 'coder', passedOver = [], agents = [coder] } = of;
  const task = taskRecord({ passedOver });
  const routed = { ...task, routing: { ...task.routing, agents } };
  const failures = { [name]: 3, agent_error: 2, verification: 1, lost: 4 };
  const failure = { class: name, message: 'no', ...(failedProvider === '' ? {} : { failedProvider }) };
  return passOver({ task: routed, attempt: attemptRecord({ agent: 'coder' }) }, failure, failures);
}

test.each(FailureClass.options)('after a failure of class %s another agent takes over as the table says', (name) => {
  expect(after(name) !== null).toBe(FAILURE_POLICIES[name].otherAgent);
});

test('what the first failed of is not held against the next, losses of runners are', () => {
  expect(after('auth')).toEqual({ passedOver: ['coder'], failures: { lost: 4 } });
});

test('nobody takes over where something else failed, or nobody is left', () => {
  expect(after('agent_error', { failedProvider: '' })).toBeNull();
  expect(after('auth', { passedOver: ['codex'] })).toBeNull();
  expect(after('auth', { agents: [] })).toBeNull();
});

describe('an attempt whose agent itself failed for the last time', () => {
  function end(name: 'auth' | 'context_too_long', agents: readonly AgentChoice[]) {
    const known = taskRecord({ failures: { [name]: 9, lost: 1 } });
    const task = { ...known, routing: { ...known.routing, agents } };
    const slice = attemptSlice({ task, attempt: attemptRecord({ agent: 'coder' }) });
    const outcome = failed({ class: name, failedProvider: 'coder', action: 'agent' });
    return finishAttempt(slice, { runner: 'runner', outcome }, surroundings());
  }

  test('leaves the task to another at once', () => {
    const decision = end('auth', [coder]);
    expect(decision.changes.filter(({ kind }) => kind === 'move_task')).toMatchObject([
      { to: 'retrying', set: { passedOver: ['coder'], failures: { lost: 1 }, dueAt: null } },
      { to: 'ready' },
    ]);
  });

  test.each([
    ['auth', 'quarantined'],
    ['context_too_long', 'failed'],
  ] as const)('without another and of class %s leaves it %s', (name, to) => {
    const decision = end(name, []);
    expect(decision.changes.find(({ kind }) => kind === 'move_task')).toMatchObject({ to });
    // For whoever waited for it, it has failed.
    expect(decision.changes).toContainEqual({ kind: 'require_none_waits_for', tasks: ['task-parser'] });
  });
});
