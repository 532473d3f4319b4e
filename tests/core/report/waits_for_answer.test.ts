import { expect, test } from 'vitest';
import { stateLabels } from '../../../src/core/report/state_labels.ts';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { statusHead } from '../../../src/core/report/status_head.ts';
import type { TaskView } from '../../../src/protocol/views.ts';
import { HEAD, merged, runReport } from './reports.ts';
import { KEEP } from './scenes.ts';

const question: TaskView['questions'][number] = {
  ...KEEP,
  n: 2,
  attempt: null,
  source: 'no_progress',
  text: '`docs` makes no progress: the last attempt changed nothing.',
  options: ['try again', 'leave it'],
};
const reason = { code: 'checks_awaited', message: 'waits for the check `build`' };
const asks: Partial<TaskView> = {
  state: 'in_review',
  attempts: 2,
  pull: 43,
  commit: HEAD,
  reason,
  questions: [question],
};
const ofDocs = (docs: Partial<TaskView>) => runReport({ tasks: { docs }, questionComments: new Map([[2, 902]]) });
const link = '[Q2](https://github.com/acme/dates/issues/40#issuecomment-902)';

test('published work about which people are asked whether to go on waits for them, and for nothing else', () => {
  const head = statusHead(ofDocs(asks));
  expect(head).toContain(`1 waits for an answer from @alice (${link})`);
  expect(head).toContain(`Wanted: an answer to ${link} of \`docs\`. Nothing else can go on until then.`);
  expect(head).not.toMatch(/to be merged|the check `build`/);
  expect(stateLabels(ofDocs(asks))).toContain('planwright:blocked');
  const row = statusComment(ofDocs(asks)).match(/^\| . \| `docs` .*$/m)?.[0];
  expect(row).toMatch(/^\| \? \| `docs` .* \| verified in .*, 2 attempts; asks: `docs` makes no progress: .* \(\[Q2\]/);
});

test('without a question it goes on as before, and so does an attempt at work that asks', () => {
  const rests = ofDocs({ ...asks, questions: [] });
  expect(statusHead(rests)).toContain('`docs` waits for the check `build`');
  expect(stateLabels(rests)).not.toContain('planwright:blocked');
  const atWork = ofDocs({ state: 'running', questions: [KEEP] });
  expect(statusHead(atWork)).toContain('1 at work');
  expect(stateLabels(atWork)).not.toContain('planwright:blocked');
});

test('of merged work it is asked beside the final review', () => {
  const tasks = Object.fromEntries(
    ['parser', 'docs', 'schema', 'bench', 'changelog', 'plan'].map((key, index) => [key, merged(41 + index)]),
  );
  const asked = { ...tasks, docs: { ...tasks.docs, questions: [question] } };
  const report = runReport({ run: { state: 'in_review', finalPull: 50 }, tasks: asked });
  expect(statusHead(report)).toContain('Wanted: an answer to Q2 of `docs`. Next: review and merge #50.');
  expect(statusComment(report)).toMatch(/^\| \? \| `docs` .* \| merged in .*; asks: /m);
});
