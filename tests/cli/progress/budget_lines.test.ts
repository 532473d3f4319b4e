import { expect, test } from 'vitest';
import { plainLine } from '../../../src/cli/progress/plain_line.ts';
import { readProgressEvent } from '../../../src/cli/progress/progress_event.ts';
import { RunProgress } from '../../../src/cli/progress/run_progress.ts';
import { event, snapshot } from './views.ts';

test('the terminal tells that a budget is used, and who changed it', () => {
  const progress = new RunProgress(snapshot());
  const to = { costMicros: 30_000_000, tokens: null };
  const lines = [
    event(31, null, 'budget_spent', { used: '20.10 $ of 20.00 $' }),
    event(32, null, 'budget_changed', { from: { ...to, costMicros: 20_000_000 }, to, by: 'ada' }),
  ].map((told) => {
    const read = readProgressEvent(told);
    return read === undefined ? undefined : plainLine(told, read, progress, (words) => words.join(' '));
  });
  expect(lines[0]).toContain('20.10 $ of 20.00 $ are used: agents stop, their work is kept');
  expect(lines[1]).toContain('may use 30.00 $ from now on, says ada');
});
