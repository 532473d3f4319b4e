import { expect, test } from 'vitest';
import { samenessOf } from '../../../src/core/question/sameness.ts';

const asked = { source: 'agent', text: 'Keep it?', options: ['keep', 'drop'], onlyOptions: false } as const;
const same = (more: Partial<Parameters<typeof samenessOf>[0]> = {}) =>
  samenessOf({ ...asked, options: [...asked.options], ...more });

test.each([
  ['case', { text: 'keep IT?' }],
  ['white space', { text: ' Keep\n  it? ', options: ['keep', ' Drop'] }],
])('%s makes no difference', (_, more) => {
  expect(same(more)).toBe(same());
});

test.each([
  ['words', { text: 'Keep them?' }],
  ['options', { options: ['keep'] }],
  ['the order of options, which are answered by number', { options: ['drop', 'keep'] }],
  ['free answers', { onlyOptions: true }],
  ['a default', { default: 'keep' }],
])('%s make another question', (_, more) => {
  expect(same(more)).not.toBe(same());
});

test('what is asked about the work of one task is like no other', () => {
  expect(same({ source: 'protected_paths' })).toBeNull();
  expect(same({ source: 'secret_shapes' })).toBeNull();
});
