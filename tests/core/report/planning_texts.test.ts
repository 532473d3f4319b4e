import { describe, expect, it } from 'vitest';
import {
  editRefusedText,
  PLANNING_HINT,
  plannedOftenText,
  planningFailedText,
  planningText,
  planRefusedText,
} from '../../../src/core/report/planning_texts.ts';
import { planInComment } from '../../../src/core/report/proposed_text.ts';
import { GITHUB_TEXT_LIMIT } from '../../../src/core/report/shorten.ts';

const problem = { code: 'cycle', line: 2, message: '`a → b → a` wait for each other.', mend: 'Remove one of them.' };
const PLAN = '## Tasks\n- [ ] a: One (after b)\n- [ ] b: Two (after a)';

describe('the comment about a plan that the orchestrator makes', () => {
  it('reads well in each of its states', async () => {
    const texts = [
      PLANNING_HINT,
      planningText('alice'),
      planningFailedText('It ended with exit code 1.'),
      plannedOftenText(5),
      planRefusedText([problem], PLAN),
      editRefusedText([problem], PLAN, 'alice'),
    ];
    await expect(`${texts.join('\n\n---\n\n')}\n`).toMatchFileSnapshot('golden/planning.md');
  });

  it('keeps the plan whole within the limit of GitHub, whatever is wrong with it', () => {
    const long = `## Tasks\n${'- [ ] again: and again\n'.repeat(2_000)}`.trimEnd();
    const many = Array.from({ length: 4_000 }, (_, line) => ({ ...problem, line, message: 'x'.repeat(900) }));
    const text = planRefusedText(many, long);
    expect(text.length).toBeLessThan(GITHUB_TEXT_LIMIT);
    expect(planInComment(text)?.trim()).toBe(long);
  });

  it('mentions nobody and closes nothing', () => {
    const text = planRefusedText([{ ...problem, message: '@eve fixes #7' }], 'x') + planningFailedText('@eve');
    expect(text).not.toMatch(/@eve|fixes #7/);
  });
});
