import { expect, test } from 'vitest';
import { plainReporter } from '../../../src/cli/progress/plain_reporter.ts';
import { RunProgress } from '../../../src/cli/progress/run_progress.ts';
import { taskLine } from '../../../src/cli/progress/task_line.ts';
import { Waiting } from '../../../src/cli/progress/waiting.ts';
import { plainStyle } from '../../../src/cli/terminal/style.ts';
import { NOW, runView, taskView } from './views.ts';

const REST = '`claude` on forge-2: rate limit until 14:05 UTC';
const LABEL = 'a runner with the label `gpu`';
const typed = (words: readonly string[]) => words.join(' ');
const ready = (key: string, waitsFor: string | null) => taskView(key, { state: 'ready', waitsFor });

test('what tasks wait for is told once for each change, those that wait for the same together', () => {
  const waiting = new Waiting();
  const both = [ready('a', REST), ready('b', REST), ready('c', 'a free slot')];
  expect(waiting.look(both)).toEqual([]);
  expect(waiting.look(both)).toEqual([{ tasks: ['a', 'b'], waitsFor: REST }]);
  expect(waiting.look(both)).toEqual([]);
  const later = [ready('a', LABEL), ready('b', REST)];
  expect(waiting.look(later)).toEqual([]);
  expect(waiting.look(later)).toEqual([{ tasks: ['a'], waitsFor: LABEL }]);
  expect(waiting.look([taskView('a', { state: 'running' }), ready('b', REST)])).toEqual([]);
  expect(waiting.look(later)).toEqual([]);
  expect(waiting.look(later)).toEqual([{ tasks: ['a'], waitsFor: LABEL }]);
});

test('that no runner is connected is told later: one may be starting', () => {
  const waiting = new Waiting();
  const told = Array.from({ length: 20 }, () => waiting.look([ready('a', 'a runner: none is connected')]).length);
  expect(told.indexOf(1)).toBe(9);
  expect(told.filter((count) => count > 0)).toEqual([1]);
});

test.each([
  'a free slot',
  'a free slot of its agent',
  'another task: as many as may are at work',
  'another task that is about the same files',
])('that a task waits for %s is not worth a line', (thing) => {
  const waiting = new Waiting();
  waiting.look([ready('a', thing)]);
  expect(waiting.look([ready('a', thing)])).toEqual([]);
});

test('where nothing is repainted it is one line', () => {
  const lines: string[] = [];
  const reporter = plainReporter((text) => lines.push(text), typed);
  reporter.waits({ tasks: ['a', 'b'], waitsFor: REST });
  reporter.waits({ tasks: ['c'], waitsFor: 'a runner\u001b[2J' });
  expect(lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, ''))).toEqual([
    `a, b: wait for ${REST}\n`,
    'c: waits for a runner\n',
  ]);
});

test('the line of a task that is ready says what it waits for, until it moves on', () => {
  const progress = new RunProgress({ run: runView(), tasks: [ready('a', null)] });
  const line = () => {
    const [task] = [...progress.tasks.values()];
    return task && taskLine(task, { columns: 100, keyColumns: 1, now: NOW, style: plainStyle, typed }).text.trim();
  };
  expect(line()).toMatch(/a +waits for a free slot$/);
  progress.noteWaiting([ready('a', REST)]);
  expect(line()).toMatch(/a +waits for `claude` on forge-2: rate limit until 14:05 UTC$/);
  const moved = { from: 'ready', to: 'running' };
  progress.apply({ run: runView().id, seq: 11, at: NOW, task: 'a', attempt: 1, kind: 'task_moved', data: moved });
  progress.noteWaiting([ready('a', REST)]);
  expect(line()).not.toContain('waits for');
});
