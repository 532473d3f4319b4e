import { expect, test } from 'vitest';
import { refusedPressNotice, refusedTickNotice } from '../../../src/core/report/click_notices.ts';

test('what the status comment tells of clicks that did nothing', async () => {
  const texts = [
    refusedPressNotice('ada', 'retry', 'parser', '`parser` is at work already.'),
    refusedPressNotice('ada', 'cancel', null, 'The run has ended.'),
    refusedTickNotice('ada', 3, 'Q3 was answered by bob: keep.'),
  ];
  await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot('golden/click_notices.md');
});
