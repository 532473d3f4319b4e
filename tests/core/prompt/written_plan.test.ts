import { expect, it } from 'vitest';
import { writtenPlan } from '../../../src/core/prompt/written_plan.ts';

const PLAN = '```planwright\nverify: npm test\n```\n\n## Tasks\n- [ ] a: One';

it.each([
  ['its output', { plan: PLAN }, 'Done.', PLAN],
  ['its output without the fence around it', { plan: `~~~markdown\n${PLAN}\n~~~` }, '', PLAN],
  ['the block in its last words', {}, `Here it is.\n\n~~~markdown\n${PLAN}\n~~~\n\nTell me.`, PLAN],
  ['a block whose fence is no longer than those in it', {}, `\`\`\`markdown\n${PLAN}\n\`\`\``, PLAN],
  ['lines as other machines end them', {}, `~~~md\r\n${PLAN.replaceAll('\n', '\r\n')}\r\n~~~`, PLAN],
  ['all of its last words', { plan: '  ' }, PLAN, PLAN],
  ['nothing', {}, '', ''],
])('a plan is taken from %s', (_, outputs, lastWords, plan) => {
  expect(writtenPlan(outputs as Record<string, string>, lastWords)).toBe(plan);
});
