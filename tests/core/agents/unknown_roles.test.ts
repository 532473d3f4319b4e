import { expect, test } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { unknownRoles } from '../../../src/core/agents/unknown_roles.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';

const roles = { scribe: { agent: null, prompt: 'Write.' } };

function problems(tasks: readonly string[], block = '') {
  const parsed = parsePlan(`\`\`\`planwright\n${block}\n\`\`\`\n## Tasks\n${tasks.join('\n')}\n`);
  if (!parsed.ok) throw new Error('It is a plan.');
  return unknownRoles(parsed.plan, { ...NO_AGENT_SETTINGS, roles });
}

test('roles of Planwright and of the repository are known', () => {
  const tasks = ['coder', 'reviewer', 'tester', 'orchestrator', 'scribe'].map(
    (role) => `- [ ] ${role}: x (role: ${role})`,
  );
  expect(problems([...tasks, '- [ ] none: x'])).toEqual([]);
});

test('any other is told with its line, and what may have been meant', () => {
  expect(problems(['- [ ] a: x', '- [ ] b: x (role: reviwer)'])).toEqual([
    { code: 'unknown-role', line: 6, message: 'Nobody knows the role `reviwer`.', mend: 'Did you mean `reviewer`?' },
  ]);
  const [far] = problems(['- [ ] a: x (role: astronaut)']);
  expect(far?.mend).toContain('Known are `coder`');
  expect(far?.mend).toContain('`scribe`');
});

test('where no agent works nobody has a role', () => {
  const block = 'role: astronaut';
  expect(problems(['- [x] done: x', '- [ ] list: x\n  - run: ls'], block)).toEqual([]);
  expect(problems(['- [ ] a: x'], block)).toHaveLength(1);
});
