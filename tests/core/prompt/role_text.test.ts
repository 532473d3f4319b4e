import { expect, test } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { KNOWN_ROLES } from '../../../src/core/agents/roles.ts';
import { ROLE_PROMPTS } from '../../../src/core/prompt/role_prompts.ts';
import { roleText } from '../../../src/core/prompt/role_text.ts';

const settings = {
  ...NO_AGENT_SETTINGS,
  agents: { careful: { provider: 'claude', model: null, prompt: 'Take your time.\n', fallback: [] } },
  roles: { coder: { agent: null, prompt: 'Change as little as you can.' }, tester: { agent: 'careful', prompt: null } },
};

test.each(KNOWN_ROLES)('the role %s works without configuration', (role) => {
  expect(roleText(role, 'claude', NO_AGENT_SETTINGS)).toBe(ROLE_PROMPTS[role]?.trim());
});

test('the words of the repository stand in place of ours', () => {
  expect(roleText('coder', 'claude', settings)).toBe('Change as little as you can.');
  expect(roleText('tester', 'claude', settings)).toContain('You are the tester');
});

test('what the repository tells an agent comes behind its role', () => {
  expect(roleText('coder', 'careful', settings)).toBe('Change as little as you can.\n\nTake your time.');
});

test.each(['scribe', 'constructor'])('of a role that nobody describes it is told the name: %s', (role) => {
  expect(roleText(role, 'claude', settings)).toBe(`You have the role ${role}.`);
});
