import { expect, test } from 'vitest';
import type { PlanEdit } from '../../../src/core/plan_edit.ts';
import { approvedHash } from '../../../src/core/report/approval_line.ts';
import { planDiff } from '../../../src/core/report/plan_diff.ts';
import { UNMARKED_TEXT_LIMIT } from '../../../src/core/report/shorten.ts';
import { planOf } from '../../support/plans.ts';

const AT = Date.UTC(2027, 0, 15, 14, 5);
const NOTHING = {
  kind: 'plan_edited',
  by: 'ada',
  planHash: '',
  added: [],
  changed: [],
  removed: [],
  leftAlone: [],
  ticked: [],
  settings: [],
  around: false,
  untold: 0,
} as const;
const plan = planOf([
  { id: 'parser', title: 'Parse ISO dates' },
  { id: 'docs', title: 'Document the parser' },
  { id: 'bench', title: 'Compare with v1, says @bob' },
  { id: 'grammar', title: 'Write the grammar' },
]);
const followed: PlanEdit = {
  at: AT,
  body: {
    ...NOTHING,
    added: ['bench'],
    changed: [{ id: 'docs', what: ['title', 'after', '`timeout`'] }],
    removed: ['changelog'],
    leftAlone: [
      { id: 'parser', was: 'changed', what: ['text'] },
      { id: 'old', was: 'removed', what: [] },
    ],
    ticked: ['grammar'],
    settings: [
      { key: 'concurrency', from: '3', to: null, counts: 'now' },
      { key: 'verify', from: null, to: 'npm test', counts: 'not_begun' },
      { key: 'base', from: 'main', to: 'next', counts: 'new_run' },
    ],
    around: true,
  },
};
const refused: PlanEdit = {
  at: AT + 120_000,
  body: {
    kind: 'plan_edit_refused',
    by: 'bob',
    body: '',
    problems: [
      {
        line: 14,
        message: '`docs` needs `parzer`, which is no task.',
        mend: 'Did you mean `parser`?',
        quote: '- [ ] docs: Document the parser (after parzer)',
      },
    ],
    untold: 0,
  },
};
const keptBack: PlanEdit = {
  at: AT + 120_000,
  body: {
    kind: 'plan_edit_refused',
    by: 'bob',
    body: '',
    problems: [
      { file: 'repository', line: 3, message: '`lable` is no setting.', mend: 'Write `label`.', quote: '' },
      { file: 'organisation', line: 1, message: '`soon` is no duration.', mend: 'Write for example `2h`.', quote: '' },
    ],
    untold: 0,
  },
};
const same: PlanEdit = { at: AT + 180_000, body: NOTHING };

const HASH = 'a1b2c3d4e5f60718';
const proposed: PlanEdit = {
  at: AT + 240_000,
  body: {
    ...NOTHING,
    kind: 'plan_edit_proposed',
    by: 'bob',
    planHash: HASH,
    added: ['fuzz'],
    changed: [{ id: 'docs', what: ['text'] }],
    removed: ['bench'],
    leftAlone: [{ id: 'parser', was: 'changed', what: ['title'] }],
  },
};
const approved: PlanEdit = {
  at: AT + 300_000,
  body: { ...proposed.body, kind: 'plan_edited', approvedBy: 'ada' } as PlanEdit['body'],
};
const waiting = { planHash: HASH, plan: planOf([{ id: 'fuzz', title: 'Fuzz the parser' }, ...plan.tasks.slice(0, 2)]) };

test.each([
  ['edit_followed', [followed], null],
  ['edit_with_mistakes', [refused, followed], null],
  ['edit_beside_settings_with_mistakes', [keptBack, followed], null],
  ['edit_taken_back', [same, refused, followed], null],
  ['edit_waits', [proposed, followed], waiting],
  ['edit_approved', [approved, proposed, followed], null],
  ['edit_not_approved', [proposed, followed], null],
  ['edit_waits_beside_mistakes', [{ ...refused, at: AT + 260_000 }, proposed], waiting],
] as const)('the comment about edits: %s', async (name, edits, waits) => {
  const text = planDiff(edits, waits === null ? plan : { tasks: plan.tasks }, waits);
  await expect(text).toMatchFileSnapshot(`golden/${name}.md`);
  expect(approvedHash(text)).toBeNull();
  expect(approvedHash(text.replace('- [ ]', '- [x]'))).toBe(waits === null ? null : HASH.slice(0, 7));
});

test('who approves an edit of their own is told once', () => {
  const own = { ...approved, body: { ...approved.body, approvedBy: 'bob' } as PlanEdit['body'] };
  expect(planDiff([own], plan)).toContain('**bob edited the plan, approved that, and the run follows: ');
});

test('an edit of any size fits into a comment, and says how much it does not tell', () => {
  const ids = Array.from({ length: 100 }, (_, index) => `task-${index}`);
  const changed = ids.map((id) => ({
    id,
    what: Array.from({ length: 40 }, (_, index) => `\`setting-${index}-of-it\``),
  }));
  const body = { ...NOTHING, changed, untold: 7 };
  const text = planDiff([{ at: AT, body }], { tasks: [] });
  expect(text.length).toBeLessThanOrEqual(UNMARKED_TEXT_LIMIT);
  expect(text).toMatch(/- and \d+ more$/);
  expect(planDiff([], plan)).toBe('');
});
