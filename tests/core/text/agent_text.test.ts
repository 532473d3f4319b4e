import { expect, test } from 'vitest';
import { agentText } from '../../../src/core/text/agent_text.ts';

test.each([
  ['coder', 'claude', 'sonnet', 'coder (Claude Code, sonnet)'],
  ['coder', 'claude', null, 'coder (Claude Code)'],
  ['claude', 'claude', 'sonnet', 'Claude Code (sonnet)'],
  ['codex', 'codex', null, 'Codex'],
  ['coder', 'our-own', 'm', 'coder (our-own, m)'],
  ['our-own', 'our-own', null, 'our-own'],
  ['coder', null, 'sonnet', 'coder (sonnet)'],
  ['coder', null, null, 'coder'],
])('agent %s, provider %s, model %s: %s', (agent, provider, model, text) => {
  expect(agentText({ agent, provider, model })).toBe(text);
});
