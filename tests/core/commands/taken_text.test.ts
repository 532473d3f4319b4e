import { expect, test } from 'vitest';
import { takenText } from '../../../src/core/commands/taken_text.ts';

const branch = 'planwright/40/parser';

test.each([
  ['agent_at_work', 'agent', true],
  ['agent', 'agent', false],
  ['command', 'command', false],
] as const)('the answer to who took a task: %s', async (name, kind, isEnding) => {
  const text = takenText({ key: 'parser', kind }, { branch, isEnding });
  await expect(`${text}\n`).toMatchFileSnapshot(`golden/taken_${name}.md`);
});
