import { expect, test } from 'vitest';
import { EFFECT_PRIORITY } from '../../../src/core/effects/effect_priority.ts';

test('merges and refs go before what people see, and that before what tidies', () => {
  const of = (priority: number) =>
    Object.entries(EFFECT_PRIORITY)
      .filter(([, its]) => its === priority)
      .map(([kind]) => kind);
  expect(new Set(of(0))).toEqual(
    new Set(['begin_run', 'begin_planning', 'publish_task', 'merge_task', 'restore_integration', 'rerun_check']),
  );
  expect(of(2)).toEqual(expect.arrayContaining(['show_run', 'delete_branch']));
});
