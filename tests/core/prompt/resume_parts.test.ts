import { expect, test } from 'vitest';
import { resumeParts } from '../../../src/core/prompt/resume_parts.ts';
import { FAILURE_POLICIES } from '../../../src/core/retry/failure_policy.ts';
import { FailureClass } from '../../../src/protocol/outcome.ts';
import { COMMIT, earlierAttempt, leaseDetails, recentAttempt, taskRecord } from '../records.ts';

const textOf = (details: Parameters<typeof leaseDetails>[0], knownTo = details?.recent?.[0]?.number ?? 1) =>
  resumeParts(leaseDetails(details), knownTo, 'data-1')
    .map(({ title, text }) => `# ${title}\n${text}`)
    .join('\n');

test('tells what failed, with the evidence, and nothing that the conversation holds already', () => {
  const evidence = [{ argv: ['npm', 'test'], end: 'exit 1', outputTail: 'expected 2, got 3' }];
  const earlier = { ...earlierAttempt({ class: 'verification', number: 1, commit: COMMIT }), evidence };
  const text = textOf({ earlier, recent: [recentAttempt({ class: 'verification' })], context: 'All of the plan.' });
  expect(text).toContain('Mend what is told below.');
  expect(text).toContain(`Your folder stands at commit ${COMMIT}`);
  expect(text).toContain('npm test\ndata-1\n\nIt ended so: exit 1.');
  expect(text).toContain('expected 2, got 3');
  expect(text).not.toContain('All of the plan.');
  expect(text).not.toContain('Parse dates');
});

const byKind = Object.groupBy(FailureClass.options, (name) =>
  FAILURE_POLICIES[name].isInterruption ? 'went_on' : 'failed',
);

test.each((byKind.went_on ?? []).filter((name) => name !== 'blocked'))(
  'an attempt that ended as %s was interrupted',
  (failure) => {
    const earlier = earlierAttempt({ class: 'verification', number: 1 });
    const text = textOf({ earlier, recent: [recentAttempt({ class: failure, number: 2 })] });
    expect(text).toContain('Attempt 2 was interrupted before it ended. Continue where you were.');
    expect(text).not.toContain('Mend');
    expect(text).not.toContain('ended with:');
  },
);

test('what a person did not let in is told in their words', () => {
  const rejected = { class: 'rejected', message: 'Week dates are missing.' } as const;
  const text = textOf({ earlier: earlierAttempt(rejected), recent: [recentAttempt({ class: 'rejected' })] });
  expect(text).toContain('Mend what is told below.');
  expect(text).toContain('did not let its work in. What they said:\ndata-1\nWeek dates are missing.\ndata-1');
});

test.each((byKind.failed ?? []).filter((name) => name !== 'rejected'))(
  'what failed as %s is to be mended',
  (failure) => {
    const text = textOf({ earlier: earlierAttempt({ class: failure }), recent: [recentAttempt({ class: failure })] });
    expect(text).toContain('Mend what is told below.');
    expect(text).toContain('Attempt 1 ended with:');
  },
);

test('tells what failed where the conversation does not know it yet, whatever was interrupted elsewhere since', () => {
  const earlier = earlierAttempt({ class: 'verification', number: 1 });
  const recent = [recentAttempt({ class: 'rate_limit', number: 2 })];
  expect(textOf({ earlier, recent }, 1)).toContain('Attempt 1 ended with:');
  expect(textOf({ earlier, recent }, 2)).not.toContain('ended with:');
  expect(textOf({ earlier: earlierAttempt({ class: 'lost' }), recent }, 1)).not.toContain('ended with:');
});

test('says so where the folder is not as the agent left it', () => {
  const text = textOf({ recent: [recentAttempt({ class: 'lost' })] });
  expect(text).toContain('Your folder was made anew');
});

test('tells of what people pushed', () => {
  const task = taskRecord({ state: 'ready', pushed: COMMIT, commit: COMMIT });
  expect(textOf({ task })).toContain(`People pushed commits to the branch of this task, up to ${COMMIT}.`);
});

test('tells the answer to what it stopped for, as data', () => {
  const answer = { n: 3, attempt: 1, source: 'agent', text: 'Keep legacy_id?', options: [], details: null } as const;
  const text = textOf({
    earlier: earlierAttempt({ class: 'blocked', number: 1, message: 'It asks: Keep legacy_id?', commit: COMMIT }),
    recent: [recentAttempt({ class: 'blocked' })],
    answers: [{ ...answer, options: [], answer: 'keep', by: 'ada' }],
  });
  expect(text).toContain('Attempt 1 stopped to ask. The answer is below; continue with it where you were.');
  expect(text).toContain('Q3 was asked:\ndata-1\nKeep legacy_id?\ndata-1\nada answered:\ndata-1\nkeep\ndata-1');
  expect(text).not.toContain('What went wrong');
});
