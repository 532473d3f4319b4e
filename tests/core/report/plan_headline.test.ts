import { expect, it } from 'vitest';
import { planHeadline } from '../../../src/core/report/plan_headline.ts';
import { processorMs } from '../../support/processor_ms.ts';

it.each([
  ['Dates', '# Other', 'Dates'],
  ['The plan', '# Background #\n\nWhy.\n\n## Parse C# ##\nMore.', 'Parse C#'],
  ['The plan', 'No heading.', null],
])('of %j above %j tells %j', (title, context, headline) => {
  expect(planHeadline({ title, context })).toBe(headline);
});

it('is found in a moment, whatever blanks stand in headings', () => {
  const context = `# a${' '.repeat(130_000)}b\n\n`.repeat(8);
  const tookMs = processorMs(() => expect(planHeadline({ title: '', context })).toMatch(/^a {130000}b$/));
  expect(tookMs).toBeLessThan(5_000);
});
