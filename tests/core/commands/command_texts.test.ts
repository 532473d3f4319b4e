import { expect, test } from 'vitest';
import {
  approvalRefusedText,
  waitsForApprovalText,
  whichToApproveText,
} from '../../../src/core/commands/approval_texts.ts';
import { budgetShownText, stillSpentText } from '../../../src/core/commands/budget_shown_text.ts';
import {
  closedIssueText,
  helpText,
  LATER_RUN_UNDER_WAY,
  leftOverText,
  mayNotText,
  noRunText,
  noSuchTaskText,
  notUnderstoodText,
  OVERTAKEN_TEXT,
  runsAlreadyText,
  whichTaskText,
} from '../../../src/core/commands/command_texts.ts';
import { takenText } from '../../../src/core/commands/taken_text.ts';
import {
  asksMoreText,
  nothingAskedText,
  saysNothingText,
  whichQuestionText,
} from '../../../src/core/commands/which_question_texts.ts';
import { runRecord } from '../records.ts';

/** What commands are answered with, as people read it. Look at the files when they change. */

const golden = (name: string) => `golden/${name}.md`;
const HASH = 'ab2e031'.repeat(9);
const branch = 'planwright/40/parser';
const amounts = (costMicros: number) => ({ costMicros, tokens: null });
/** Of 500 $ that all plans may use. */
const together = (costMicros: number) => ({
  limit: amounts(500_000_000),
  spent: { costMicros, tokens: 40_000_000 },
  month: '2026-11',
});
const budgeted = runRecord({ budgetMicros: 20_000_000 });

test('the help', async () => {
  await expect(`${helpText('planwright-acme')}\n`).toMatchFileSnapshot(golden('help'));
});

test('the help fits on a screen', () => {
  // A line of a comment holds about 120 characters on a desktop.
  const lines = helpText('planwright-acme')
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 120)), 0);
  expect(lines).toBeLessThanOrEqual(24);
});

test('other answers', async () => {
  const texts = [
    takenText({ key: 'parser', kind: 'agent' }, { branch, isEnding: true }),
    takenText({ key: 'changelog', kind: 'command' }, { branch, isEnding: false }),
    mayNotText('mallory', 'the permission `write`'),
    notUnderstoodText({ kind: 'unknown', written: '/planwright aprove', suggestion: '/planwright approve' }),
    notUnderstoodText({ kind: 'unknown', written: '/planwright make tea', suggestion: null }),
    notUnderstoodText({ kind: 'lacking', name: 'answer', written: '/planwright answer', suggestion: null }),
    notUnderstoodText({
      kind: 'too_many_words',
      name: 'pause',
      written: '/planwright pause parser',
      suggestion: '/planwright pause',
    }),
    notUnderstoodText({ kind: 'unclear', written: 'keep', questions: [3, 4] }),
    notUnderstoodText({ kind: 'put_off', n: 3, written: 'looking at it tomorrow' }),
    notUnderstoodText({ kind: 'not_built', name: 'undo' }),
    leftOverText(2),
    noSuchTaskText('parzer', ['parser', 'docs']),
    noSuchTaskText('x', ['parser', 'docs']),
    whichTaskText('take', ['parser', 'docs']),
    whichTaskText('return', []),
    whichTaskText(
      'skip',
      Array.from({ length: 12 }, (_, index) => `t${index}`),
    ),
    notUnderstoodText({ kind: 'lacking', name: 'budget', written: '/planwright budget lots', suggestion: null }),
    noRunText('pause', 'plan'),
    closedIssueText('retry', 40, 'failed'),
    closedIssueText('resume', 40, 'paused'),
    runsAlreadyText({ state: 'in_review', reason: null, cancel: null }),
    runsAlreadyText({
      state: 'paused',
      reason: { code: 'issue_closed', message: 'bob closed the issue.' },
      cancel: null,
    }),
    waitsForApprovalText(HASH),
    whichToApproveText(['docs', 'schema'], null),
    ...(['closed', 'edited', 'outdated', 'unseen', 'other'] as const).map((why) => approvalRefusedText(why, HASH)),
    budgetShownText(runRecord(), { costMicros: 2_100_000, tokens: 900_000 }, null),
    budgetShownText(runRecord(), { costMicros: 2_100_000, tokens: 900_000 }, together(500_000_000)),
    budgetShownText(budgeted, { costMicros: 2_100_000, tokens: 900_000 }, together(80_000_000)),
    budgetShownText({ ...budgeted, budgetStage: 'spent' }, { costMicros: 20_100_000, tokens: 900_000 }, null),
    stillSpentText(amounts(20_000_000), { costMicros: 20_100_000, tokens: 900_000 }, together(80_000_000)),
    stillSpentText(amounts(30_000_000), { costMicros: 20_100_000, tokens: 900_000 }, together(500_000_000)),
    OVERTAKEN_TEXT,
    LATER_RUN_UNDER_WAY,
    asksMoreText('schema', [
      { n: 3, text: 'Keep the column?' },
      { n: 4, text: 'Keep the index?' },
    ]),
    nothingAskedText({ run: '40', about: 'Q9', task: undefined }, [
      { n: 3, task: 'schema' },
      { n: 4, task: null },
    ]),
    nothingAskedText({ run: '40', about: 'docs', task: 'docs' }, []),
    whichQuestionText('acme/web#40', [
      { n: 3, task: 'schema' },
      { n: 4, task: null },
    ]),
    whichQuestionText('acme/web#40', []),
    saysNothingText({ n: 3, options: ['keep', 'drop'] }),
    saysNothingText({ n: 4, options: [] }),
  ];
  await expect(`${texts.join('\n\n---\n\n')}\n`).toMatchFileSnapshot(golden('answers'));
});
