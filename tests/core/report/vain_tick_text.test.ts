import { expect, it } from 'vitest';
import type { VainTick } from '../../../src/core/effects/vain_tick.ts';
import { vainTickText } from '../../../src/core/report/vain_tick_text.ts';

const NOTHING = { added: [], changed: [], removed: [], settings: [], around: false };
const tick = (changes: Partial<VainTick>): VainTick => ({
  by: 'bob',
  why: 'edited',
  editedBy: null,
  changed: null,
  ...changes,
});

it('says why a tick approved nothing', () => {
  const said = (['edited', 'outdated', 'unseen', 'other'] as const).map((why) => vainTickText(tick({ why })));
  expect(said).toEqual([
    '**The tick of bob approved nothing: the issue was edited after I had shown it.**',
    '**The tick of bob approved nothing: the issue was edited after the plan was made of it.**',
    '**The tick of bob approved nothing: it was edited just before, and I had not shown that yet.**',
    '**The tick of bob approved nothing: the box was of an earlier version.**',
  ]);
});

it('names what changed since, the first ten of each', () => {
  const keys = Array.from({ length: 12 }, (_, index) => `t${index + 1}`);
  const changed = { ...NOTHING, changed: [{ id: 'docs', what: ['title', 'text'] }], added: keys, around: true };
  expect(vainTickText(tick({ editedBy: 'eve', changed }))).toBe(
    '**The tick of bob approved nothing: eve edited the issue after I had shown it, and may not command here.** Changed since: `docs` (title, text); added `t1`, `t2`, `t3`, `t4`, `t5`, `t6`, `t7`, `t8`, `t9`, `t10`, and 2 others; the text around the tasks.',
  );
  expect(vainTickText(tick({ changed: NOTHING }))).not.toContain('Changed');
});
