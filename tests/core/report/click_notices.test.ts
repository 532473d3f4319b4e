import { expect, test } from 'vitest';
import { refusedOptionNotice, refusedPressNotice, refusedTickNotice } from '../../../src/core/report/click_notices.ts';

test('what the status comment tells of clicks that did nothing', async () => {
  const texts = [
    refusedPressNotice('ada', 'retry', 'parser', '`parser` is at work already.'),
    refusedPressNotice('ada', 'cancel', null, 'The run has ended.'),
    refusedOptionNotice('ada', { n: 3, option: 2, text: 'drop `it`' }, 'Q3 was answered by bob: keep.'),
    refusedOptionNotice(
      'ada',
      { n: 9, option: 1, text: undefined },
      '`acme/web#40` has no question or task `Q9`. Nothing is asked in it.',
    ),
    refusedTickNotice('ada', 3, 'Q3 was answered by bob: keep.'),
  ];
  await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot('golden/click_notices.md');
});
