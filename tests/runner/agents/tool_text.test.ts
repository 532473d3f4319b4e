import { expect, test } from 'vitest';
import { toolText } from '../../../runner/agents/tool_text.ts';

const words = { type: 'text', text: 'Blue' };

test.each([
  ['words', 'Blue\n', 'Blue\n'],
  ['blocks', [words, { type: 'image', data: 'aGk=', mimeType: 'image/png' }, words], 'Blue\n[image]\nBlue'],
  ['the result of an MCP server', { content: [words], structuredContent: null, _meta: null }, 'Blue'],
  ['one of data alone', { content: [], structuredContent: { colour: 'blue' } }, '{"colour":"blue"}'],
  ['something else', { colour: 'blue' }, '{"colour":"blue"}'],
  ['a list of something else', ['blue'], '["blue"]'],
  ['nothing', null, ''],
  ['nothing at all', undefined, ''],
])('of %s', (_what, given, text) => {
  expect(toolText(given)).toBe(text);
});
