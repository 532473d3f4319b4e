import { expect, it } from 'vitest';
import { isGemini } from '../../../runner/home/is_gemini.ts';

it.each([
  [['gemini', '--acp']],
  [['/opt/bin/gemini']],
  [['node', '/opt/gemini-cli/bundle/gemini.js', '--acp']],
] as const)('%j is Gemini', (command) => {
  expect(isGemini({ command: [...command] as [string, ...string[]], transport: 'acp' })).toBe(true);
});

it.each([[['goose', 'acp', '--model=gemini']], [['my-gemini-wrapper']]] as const)('%j is not', (command) => {
  expect(isGemini({ command: [...command] as [string, ...string[]], transport: 'acp' })).toBe(false);
});

it('is nothing that speaks otherwise', () => {
  expect(isGemini({ command: ['gemini'], transport: 'text' })).toBe(false);
});
