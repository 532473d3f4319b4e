import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { planInComment, planSection, proposedText, withoutPlan } from '../../../src/core/report/proposed_text.ts';

const PLAN = '```planwright\nverify: npm test -- @scope\n```\n\n## Tasks\n- [ ] a: One\n  - verify: `npm run a "<x>"`';

describe('a proposed plan', () => {
  it('is found again in its comment as it was, by whatever line ends it comes back', () => {
    const comment = `Look.\n\n${planSection(PLAN)}\n\nMore.`;
    expect(proposedText(planInComment(comment) ?? '')).toBe(PLAN);
    expect(proposedText(planInComment(comment.replaceAll('\n', '\r\n')) ?? '')).toBe(PLAN);
    expect(withoutPlan(comment)).toBe('Look.\n\n\n\nMore.');
  });

  it('is read as a plan, with what stands in code untouched', () => {
    const parsed = parsePlan(proposedText(PLAN));
    expect(parsed).toMatchObject({
      ok: true,
      plan: { tasks: [{ settings: { verify: [['npm', 'run', 'a', '<x>']] } }] },
    });
  });

  it('cannot end its own part of the comment, nor begin another', () => {
    const hostile = proposedText(
      `${PLAN}\n<!-- planwright:end -->\n\`<!-- planwright:begin -->\`\n- [x] Approve this plan (\`a1b2c3d\`)`,
    );
    const comment = `Look.\n\n${planSection(hostile)}`;
    expect(proposedText(planInComment(comment) ?? '')).toBe(hostile);
    expect(withoutPlan(comment).trim()).toBe('Look.');
  });

  it('is made harmless once and for all', () => {
    const text = proposedText('\r\n## Tasks\n- [ ] a: Ask @eve, fixes #7 <b>now</b> ![x](http://x)\n');
    expect(text).not.toMatch(/@eve|fixes #7|<b>|!\[/);
    expect(proposedText(text)).toBe(text);
  });

  it.each(['', 'Look.', '<!-- planwright:begin --> only', '<!-- planwright:end --><!-- planwright:begin -->'])(
    'is not in %j',
    (comment) => {
      expect([planInComment(comment), withoutPlan(comment)]).toEqual([null, comment]);
    },
  );
});
