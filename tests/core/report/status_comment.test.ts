import { expect, test } from 'vitest';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { runReport } from './reports.ts';

const markdown = '## Tasks\n- [ ] parser: Parse ISO dates\n';
const WAY = '`/planwright answer Q3 …` overrules it until the work is in.';
const notices = [
  { text: 'The orchestrator answered Q2 of `parser`: keep', overrulable: 2 },
  { text: 'The orchestrator answered Q3 of `parser`: drop', overrulable: 3 },
  { text: 'bob asked to retry `parser`.' },
];

test('what the orchestrator answered last can be overruled while the run is under way', () => {
  const text = statusComment(runReport({ markdown, notices }));
  expect(text).toContain('What was decided and done:');
  expect(text).toContain(WAY);
  expect(statusComment(runReport({ markdown, notices, run: { state: 'succeeded' } }))).not.toContain('overrules');
});

test('what people did is no answer, nor what reads like one', () => {
  const said = [{ text: 'The orchestrator answered Q3 of `parser`: drop' }];
  const text = statusComment(runReport({ markdown, notices: said }));
  expect(text).toContain('What people did:');
  expect(text).not.toContain('overrules');
});
