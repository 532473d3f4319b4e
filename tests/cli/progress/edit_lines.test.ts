import { expect, test } from 'vitest';
import { plainLine } from '../../../src/cli/progress/plain_line.ts';
import { readProgressEvent } from '../../../src/cli/progress/progress_event.ts';
import { RunProgress } from '../../../src/cli/progress/run_progress.ts';
import { event, snapshot } from './views.ts';

test.each([
  ['plan_edited', 'run: follows an edit of its plan by ada'],
  ['plan_edit_proposed', 'run: keeps its plan until the edit by ada is approved'],
  ['plan_edit_refused', 'run: keeps its plan: the edit by ada has mistakes'],
])('the terminal tells of %s, and by whom', (kind, line) => {
  const told = event(31, null, kind, { by: 'ada', added: [] });
  const read = readProgressEvent(told);
  if (read === undefined) throw new Error('It is told nowhere.');
  const progress = new RunProgress(snapshot());
  expect(plainLine(told, read, progress, (words) => words.join(' '))).toContain(line);
  expect(() => progress.apply(told)).not.toThrow();
});
