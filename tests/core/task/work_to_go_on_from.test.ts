import { expect, test } from 'vitest';
import type { KeptWork } from '../../../src/core/kept_work.ts';
import { workLeftAside, workToGoOnFrom } from '../../../src/core/task/work_to_go_on_from.ts';
import { COMMIT, MERGE, taskRecord } from '../records.ts';

const task = taskRecord({ state: 'ready' });
const kept = (work: Partial<KeptWork> = {}): KeptWork => ({
  number: 1,
  class: 'lost',
  commit: COMMIT,
  base: 'base',
  isNewest: true,
  isTakenUp: false,
  ...work,
});

test('an agent goes on from the newest that an interruption left', () => {
  const [second, first] = [kept({ number: 2, commit: MERGE }), kept()];
  expect(workToGoOnFrom({ task, kept: [second, first] })).toBe(second);
  expect(workLeftAside({ task, kept: [second, first] })).toEqual([first]);
});

test('not after an attempt that said more of the work', () => {
  const before = kept({ isNewest: false });
  expect(workToGoOnFrom({ task, kept: [before] })).toBeNull();
  expect(workLeftAside({ task, kept: [before] })).toEqual([before]);
});

test('what a later attempt began at is not left aside', () => {
  expect(workLeftAside({ task, kept: [kept({ isNewest: false, isTakenUp: true })] })).toEqual([]);
});

test('a command always starts afresh', () => {
  expect(workToGoOnFrom({ task: { kind: 'command', takeover: null }, kept: [kept()] })).toBeNull();
});
