import { describe, expect, it } from 'vitest';
import type { FindingRecord } from '../../../src/core/finding/finding_record.ts';
import { whyStuck } from '../../../src/core/finding/why_stuck.ts';
import type { TaskSettings } from '../../../src/core/plan/plan.ts';
import { planTask } from '../../support/plans.ts';
import { checkFinding, finding } from '../findings.ts';

const stuck = (findings: readonly FindingRecord[], settings: Partial<TaskSettings> = {}) =>
  whyStuck(findings, { ...planTask({ id: 'parser' }).settings, ...settings });
const review = (attempt: number | null, state: FindingRecord['state'] = 'open') =>
  finding({ id: `r${attempt}`, key: `comment:${attempt}`, attempt, state });
const check = (attempt: number | null, message: string, state: FindingRecord['state'] = 'open', name = 'build') =>
  finding({ id: `c${attempt}`, key: `check:${attempt}`, attempt, state, content: checkFinding({ name, message }) });
const done = [review(2, 'done'), review(3, 'done'), review(4, 'done')];

describe('the bound of further attempts', () => {
  it('is reached where something new was found, and not where an attempt that was told of it has to be made again', () => {
    const because = '3 attempts were made because of reviews, and that is the bound';
    expect(stuck([...done, review(null)])).toBe(because);
    const told = [...done.slice(1), review(5)];
    expect(stuck(told)).toBeNull();
    expect(stuck([...told, review(null)])).toBe(because);
  });

  it('is of reviews and of checks apart, as the plan says', () => {
    expect(stuck([...done, check(null, 'Broken')])).toBeNull();
    expect(stuck([check(2, 'One', 'done'), check(null, 'Other')], { checkAttempts: 1 })).toBe(
      '1 attempt was made because of failing checks, and that is the bound',
    );
    expect(stuck([review(null)], { reviewAttempts: 0 })).toBe('no further attempt is made because of reviews');
  });

  it.each(['held', 'done', 'dropped'] as const)('is of no matter for what is %s', (state) => {
    expect(stuck([...done, review(null, state)])).toBeNull();
  });
});

describe('a check that fails as before', () => {
  const before = 'the check `build` fails as it did before the last attempt';

  it('leads nowhere, whatever numbers and commits it names', () => {
    expect(stuck([check(2, '3 of 9 failed at 0a1b2c3', 'done'), check(null, '4 of 9 failed at f0e1d2c')])).toBe(before);
    expect(stuck([check(2, '3 of 9 failed', 'done'), check(null, 'Cannot compile')])).toBeNull();
  });

  it('is another one than that which the attempt is to mend that has to be made again', () => {
    expect(stuck([check(2, '3 of 9 failed')])).toBeNull();
    expect(stuck([check(2, '3 of 9 failed', 'done'), check(3, '3 of 9 failed')])).toBeNull();
  });

  it('is compared with what the newest attempt was told, of the same check alone', () => {
    const [first, second] = [check(2, 'Cannot compile', 'done'), check(3, '3 of 9 failed', 'done')];
    expect(stuck([second, first, check(null, 'Cannot compile')])).toBeNull();
    expect(stuck([second, first, check(null, '5 of 9 failed')])).toBe(before);
    expect(stuck([second, check(null, '5 of 9 failed', 'open', 'lint')])).toBeNull();
  });

  it('that says nothing of itself is not known to be the same', () => {
    expect(stuck([check(2, ' ', 'done'), check(null, ' ')])).toBeNull();
  });
});
