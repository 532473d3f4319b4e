import { expect, test } from 'vitest';
import { reviewNotice, strayCheckNotice, strayReviewNotice } from '../../../src/core/report/review_notices.ts';

test('what the status comment tells of reviews and failing checks', async () => {
  const wanted = { by: 'ada', state: 'changes_requested', pull: 41 } as const;
  const texts = [
    reviewNotice(wanted, 0, { task: 'parser', isAsked: false }),
    reviewNotice(wanted, 2, { task: 'parser', isAsked: false }),
    reviewNotice({ ...wanted, state: 'commented' }, 1, { task: 'docs', isAsked: false }),
    reviewNotice(wanted, 2, { task: 'parser', isAsked: true }),
    strayReviewNotice(wanted, []),
    strayReviewNotice(wanted, ['src/parse.ts', 'README.md']),
    strayCheckNotice('ci / test'),
  ];
  await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot('golden/review_notices.md');
});
