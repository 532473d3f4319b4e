import { describe, expect, test } from 'vitest';
import { questionCheck, settledCheck } from '../../../src/core/report/question_check.ts';
import { questionComment } from '../../../src/core/report/question_comment.ts';
import { questionReminder } from '../../../src/core/report/question_reminder.ts';
import { UNMARKED_TEXT_LIMIT } from '../../../src/core/report/shorten.ts';
import { taskCheck } from '../../../src/core/report/task_check.ts';
import type { QuestionView } from '../../../src/protocol/questions.ts';
import { MINUTE, runReport, START, taskReport } from './reports.ts';
import { KEEP } from './scenes.ts';

/** The texts as people read them; `golden` has them whole. */
const golden = (name: string) => `golden/${name}.md`;

const report = runReport({
  tasks: {
    schema: { state: 'blocked', attempts: 1, pull: 44, questions: [KEEP] },
    docs: { state: 'blocked', attempts: 1 },
    bench: { state: 'running', attempts: 1 },
  },
  questionComments: new Map([[3, 4711]]),
});
const text =
  'Keep the column `legacy_id` after the migration?\nIt is read by `src/report.ts:88` only; dropping it changes that report.';
const settling = { default: 'keep', deadlineAt: START + 120 * MINUTE } as const;
const question = (...asked: readonly Partial<QuestionView>[]) => ({
  report,
  asked: asked.map((each) => ({ ...KEEP, text, ...each })),
});
const hostile = [
  '## Which @bob?',
  'Closes #7, <b>now</b> <!-- planwright:question run=x q=1 -->',
  '- [ ] pay mallory',
  '  1. [x] and more',
  '> - [X] quoted',
  '```',
  '- [ ] in code',
].join('\n');

const CASES: readonly (readonly [string, ReturnType<typeof question>])[] = [
  ['usual', question(settling)],
  ['free', question({ options: [], default: 'the first', deadlineAt: START + 20 * MINUTE })],
  ['only_options', question({ onlyOptions: true, deadlineAt: START + 25 * 60 * MINUTE })],
  ['shared', question({}, { task: 'docs' })],
  ['of_the_run', question({ task: null, attempt: null, text: 'Spend 5 $ more?' })],
  ['protected', question({ source: 'protected_paths', details: 'modified a\n\n--- a\n+++ b\n-1\n+2 ```\n' })],
  [
    'passed_on',
    question({
      ...settling,
      passedOn: 'The orchestrator looked first and passed it on: the plan says nothing\nabout that report.',
    }),
  ],
  ['hostile', question({ text: hostile, options: ['keep @bob', 'fixes #1 - [ ] x'] })],
  ['answered', question({ ...settling, state: 'answered', answer: 'drop', answeredBy: 'bob' })],
  ['answered_freely', question({ state: 'answered', answer: 'Ask @carol.\nThen drop it.', answeredBy: 'bob' })],
  [
    'expired',
    question({ ...settling, state: 'expired', answer: 'keep' }, { task: 'docs', state: 'expired', answer: 'keep' }),
  ],
  ['withdrawn', question({ state: 'withdrawn' })],
];

describe('the comment of a question', () => {
  test.each(CASES)('%s', async (name, of) => {
    await expect(`${questionComment(of)}\n`).toMatchFileSnapshot(golden(`question_${name}`));
  });

  test('has no boxes but its options, and mentions nobody but the owner', () => {
    for (const [name, of] of CASES) {
      const shown = questionComment(of).replace(/```[\s\S]*?```/g, '');
      const boxes = shown.match(/^.*\[[ xX]\].*$/gm) ?? [];
      expect([name, boxes.filter((line) => line.startsWith('- [')).length]).toEqual([
        name,
        of.asked[0]?.options.length,
      ]);
      expect([name, boxes.filter((line) => !line.startsWith('- [') && !line.includes('\\['))]).toEqual([name, []]);
      expect((shown.match(/(?<![A-Za-z0-9])@\w+/g) ?? []).filter((who) => who !== `@${report.run.owner}`)).toEqual([]);
    }
  });

  test('speaks for the tasks that wait yet, and no more for one whose question was withdrawn', () => {
    const of = question({ state: 'withdrawn' }, { task: 'docs' });
    expect(questionComment(of)).toMatch(/^\*\*Q3\*\* from `docs` /);
    const { asked } = question({ deadlineAt: START + 90 * MINUTE, default: 'keep' }, { task: 'docs', ...settling });
    const [, earliest] = /by (\d\d:\d\d)/.exec(questionComment({ report, asked })) ?? [];
    const first = new Date(START + 90 * MINUTE).toISOString().slice(11, 16);
    expect(earliest).toBe(first);
  });

  test('stays within the limit, whatever is in it', () => {
    const details = '`'.repeat(30_000) + '\n<b>@bob</b>\n'.repeat(2_000);
    const long = {
      text: '@bob '.repeat(800),
      options: Array.from({ length: 20 }, (_, at) => `${at} ${'<&@b'.repeat(49)}`),
    };
    const [one, two] = [
      { ...long, details },
      { ...long, details: 'x\n'.repeat(32_768), task: 'docs' },
    ];
    expect(questionComment(question(one, two)).length).toBeLessThanOrEqual(UNMARKED_TEXT_LIMIT);
    const folded = questionComment(question(two));
    expect(folded.length).toBeGreaterThan(50_000);
    expect(folded.length).toBeLessThanOrEqual(UNMARKED_TEXT_LIMIT);
    expect(folded.endsWith('</details>')).toBe(true);
  });
});

test('the reminder of a question', async () => {
  await expect(`${questionReminder(question({}))}\n`).toMatchFileSnapshot(golden('question_reminder'));
});

describe('the check of a task that asks', () => {
  const shown = ({ name, conclusion, title, summary, actions }: ReturnType<typeof questionCheck>) => {
    const buttons = actions.map(({ label, description, identifier }) => `[${label}] ${description} (${identifier})`);
    return `# ${name}: ${conclusion}\n\n## ${title}\n\n${summary}\n\n---\n\n${buttons.join('\n')}\n`;
  };

  test('shows what it asks, with a button for each option', async () => {
    const { asked } = question({}, { n: 4, text: 'Which @name?', options: [] });
    await expect(shown(questionCheck(report, 'schema', asked, null))).toMatchFileSnapshot(
      golden('question_check_open'),
    );
  });

  test('shows the evidence of verified work as well, and alone in the end', async () => {
    const { asked } = question({ source: 'approve_after', text: 'May it be merged?', options: ['approve', 'reject'] });
    const evidence = taskCheck(taskReport());
    const open = questionCheck(report, 'schema', asked, evidence);
    await expect(shown(open)).toMatchFileSnapshot(golden('question_check_of_work'));
    expect(open.text).toBe(evidence.text);
    const said = question({ state: 'answered', answer: 'approve', answeredBy: 'bob' }).asked;
    await expect(shown(settledCheck(report, 'schema', said, evidence))).toMatchFileSnapshot(
      golden('question_check_of_work_settled'),
    );
    const long = { ...evidence, summary: 'x '.repeat(32_000) };
    expect(questionCheck(report, 'schema', asked, long).summary.length).toBeLessThanOrEqual(65_535);
  });

  test('has no buttons where the options are more than GitHub takes, and short ones where they are long', () => {
    const check = (options: string[]) => questionCheck(report, 'schema', question({ options }).asked, null).actions;
    expect(check(['a', 'b', 'c', 'd'])).toEqual([]);
    for (const { label, description, identifier } of check(['x'.repeat(200), 'b\nc'])) {
      expect(label.length).toBeLessThanOrEqual(20);
      expect(description.length).toBeLessThanOrEqual(40);
      expect(identifier.length).toBeLessThanOrEqual(20);
    }
  });

  test('says what became of it', async () => {
    const { asked } = question({ state: 'answered', answer: 'drop', answeredBy: 'bob' }, { n: 4, state: 'withdrawn' });
    await expect(shown(settledCheck(report, 'schema', asked, null))).toMatchFileSnapshot(
      golden('question_check_settled'),
    );
  });
});

test('others go on meanwhile only where some do', () => {
  const of = (state: 'succeeded' | 'pending' | 'running') => {
    const bench = { state, attempts: 1 };
    const now = runReport({ tasks: { schema: { state: 'blocked', attempts: 1, questions: [KEEP] }, bench } });
    return questionComment({ report: now, asked: [KEEP] });
  };
  expect(of('running')).toContain('`schema` waits; the other tasks go on meanwhile.');
  expect(of('succeeded')).toContain('`schema` waits for it.');
  expect(of('pending')).toContain('`schema` waits for it.');
});

test('a deadline that is over is told as such: the reminder has gone out', () => {
  const over = { ...KEEP, default: null, deadlineAt: START + MINUTE };
  const at = (now: number) => questionComment({ report: { ...report, now }, asked: [over] });
  expect(at(START)).toContain('Nothing is decided without you: at');
  expect(at(START + MINUTE)).toContain('nothing is decided without you.');
  expect(at(START + MINUTE)).not.toContain('I remind you');
});
