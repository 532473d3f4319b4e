import { describe, expect, test } from 'vitest';
import type { KeptWork } from '../../../src/core/kept_work.ts';
import { earlierText } from '../../../src/core/prompt/earlier_text.ts';
import { COMMIT, earlierAttempt, leaseDetails, MERGE } from '../records.ts';

const kept = (work: Partial<KeptWork> = {}): KeptWork => ({
  number: 2,
  class: 'lost',
  commit: COMMIT,
  base: 'base',
  isNewest: true,
  isTakenUp: false,
  ...work,
});
const textOf = (details: Parameters<typeof leaseDetails>[0]) => earlierText(leaseDetails(details), 'data-1');
const here = `Attempt 2 was interrupted. Your folder holds what it had done, commit ${COMMIT}; go on from there.`;

describe('after an attempt that was interrupted', () => {
  test('tells what the folder holds of it', () => {
    const earlier = earlierAttempt({ number: 2, class: 'lost', message: 'The runner was restarted.', commit: COMMIT });
    const text = textOf({ earlier, kept: [kept()] });
    expect(text).toContain('The runner was restarted.');
    expect(text).toContain(here);
    expect(text).not.toContain('git show');
  });

  test('tells what failed before it, too', () => {
    const text = textOf({ earlier: earlierAttempt({ commit: MERGE }), kept: [kept()] });
    expect(text).toContain(`What that attempt left is commit ${MERGE}`);
    expect(text).toContain(here);
  });

  test.each(['blocked', 'paused'] as const)('the folder does not stand where the %s one before it ended', (failure) => {
    const text = textOf({ earlier: earlierAttempt({ class: failure, commit: MERGE }), kept: [kept()] });
    expect(text).toContain(here);
    expect(text).not.toContain(MERGE);
  });

  test.each([
    ['blocked', 'stopped to ask'],
    ['paused', 'was stopped because the run was paused'],
    ['rate_limit', 'was interrupted'],
  ] as const)('says once how it ended: as %s', (failure, words) => {
    const work = kept({ class: failure });
    const folder = `Attempt 2 ${words}. Your folder holds what it had done, commit ${COMMIT}; go on from there.`;
    const after = textOf({ earlier: earlierAttempt({ commit: MERGE }), kept: [work] });
    expect(after).toContain('Attempt 1 ended with:');
    expect(after).toContain(folder);
    const alone = textOf({ earlier: earlierAttempt({ number: 2, class: failure, commit: COMMIT }), kept: [work] });
    expect(alone.split('Attempt 2')).toHaveLength(failure === 'rate_limit' ? 3 : 2);
    expect(alone).toContain(folder);
  });

  test('tells of it where there is nothing else to tell', () => {
    expect(textOf({ kept: [kept()] })).toBe(here);
    expect(textOf({})).toBe('');
  });
});

test('names what was saved too late for anybody to go on from', () => {
  const left = kept({ number: 1, isNewest: false });
  const text = textOf({ earlier: earlierAttempt({ number: 2, class: 'agent_error' }), kept: [left] });
  expect(text).toContain(`Attempt 1 was interrupted and left commit ${COMMIT}, which is not in your folder`);
  expect(textOf({ earlier: earlierAttempt({ number: 2 }), kept: [{ ...left, isTakenUp: true }] })).not.toContain(
    COMMIT,
  );
});
