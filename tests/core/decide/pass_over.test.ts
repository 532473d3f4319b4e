import { expect, test } from 'vitest';
import type { AgentChoice } from '../../../src/core/agents/task_routing.ts';
import { passOver } from '../../../src/core/decide/pass_over.ts';
import { FAILURE_POLICIES } from '../../../src/core/retry/failure_policy.ts';
import { FailureClass } from '../../../src/protocol/outcome.ts';
import { attemptRecord, taskRecord } from '../records.ts';

const identity = (agent: string) => ({ agent, provider: agent, model: null });
const coder: AgentChoice = { ...identity('coder'), fallback: [identity('codex')] };

function after(
  name: FailureClass,
  of: { backend?: string; passedOver?: readonly string[]; agents?: AgentChoice[] } = {},
) {
  const { backend = 'coder', passedOver = [], agents = [coder] } = of;
  const task = taskRecord({ passedOver });
  const routed = { ...task, routing: { ...task.routing, agents } };
  const failures = { [name]: 3, agent_error: 2, verification: 1, lost: 4 };
  const failure = { class: name, message: 'no', ...(backend === '' ? {} : { backend }) };
  return passOver({ task: routed, attempt: attemptRecord({ agent: 'coder' }) }, failure, failures);
}

test.each(FailureClass.options)('after a failure of class %s another agent takes over as the table says', (name) => {
  expect(after(name) !== null).toBe(FAILURE_POLICIES[name].otherAgent);
});

test('what the first failed of is not held against the next, losses of runners are', () => {
  expect(after('auth')).toEqual({ passedOver: ['coder'], failures: { lost: 4 } });
});

test('nobody takes over where something else failed, or nobody is left', () => {
  expect(after('agent_error', { backend: '' })).toBeNull();
  expect(after('auth', { passedOver: ['codex'] })).toBeNull();
  expect(after('auth', { agents: [] })).toBeNull();
});
