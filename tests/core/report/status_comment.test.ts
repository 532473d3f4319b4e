import { expect, test } from 'vitest';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { runReport } from './reports.ts';

const markdown = '## Tasks\n- [ ] parser: Parse ISO dates\n';
const WAY = '`/planwright answer Q3 …` overrules it until the work is in.';
const notices = [
  { text: 'The orchestrator answered Q2 of `parser`: keep', sort: 'seen', overrulable: 2 },
  { text: 'The orchestrator answered Q3 of `parser`: drop', sort: 'seen', overrulable: 3 },
  { text: 'bob asked to retry `parser`.', sort: 'done' },
] as const;

test('what the orchestrator answered last can be overruled while the run is under way', () => {
  const text = statusComment(runReport({ markdown, notices, overrulable: 3 }));
  expect(text).toContain('What was decided and done:');
  expect(text).toContain(WAY);
  expect(statusComment(runReport({ markdown, notices }))).not.toContain('overrules');
});

test('what people did is no answer, nor what reads like one', () => {
  const said = [{ text: 'The orchestrator answered Q3 of `parser`: drop', sort: 'done' }] as const;
  const text = statusComment(runReport({ markdown, notices: said }));
  expect(text).toContain('What people did:');
  expect(text).not.toContain('overrules');
});

test('what checks found is told apart from what people did', () => {
  const failed = { text: 'The check `ci` of `parser` failed; it is run once more.', sort: 'seen' } as const;
  const vain = {
    text: 'bob pressed `retry` of `parser`, and nothing was done: it is at work.',
    sort: 'in_vain',
  } as const;
  const did = { text: 'bob paused the run.', sort: 'done' } as const;
  expect(statusComment(runReport({ markdown, notices: [vain, failed, did] }))).toContain(
    `What people did:\n- ${vain.text}\n- ${did.text}\n\nWhat was seen:\n- ${failed.text}\n`,
  );
  const alone = statusComment(runReport({ markdown, notices: [failed] }));
  expect(alone).toContain('What was seen:');
  expect(alone).not.toContain('What people did');
});
