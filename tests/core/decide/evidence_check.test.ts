import { describe, expect, test } from 'vitest';
import { evidenceCheck } from '../../../src/core/decide/evidence_check.ts';
import { publishWork } from '../../../src/core/decide/publish_work.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import {
  attemptRecord,
  attemptSlice,
  COMMIT,
  failed,
  runRecord,
  succeeded,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

const run = runRecord({ issue: 40 });
const attempt = attemptRecord({ state: 'succeeded', outcome: succeeded() });
const check = (slice: Partial<TaskSlice> = {}, commit = COMMIT) =>
  evidenceCheck(taskSlice({ run, task: taskRecord({ state: 'blocked', commit: COMMIT }), attempt, ...slice }), commit);
const OTHER = 'e'.repeat(40);

describe('the check of verified work', () => {
  test('shows what its attempt, or one that verified what people pushed, has to show', () => {
    expect(check()).toMatchObject({ name: 'planwright / parser', conclusion: 'success' });
    const pushed = attemptRecord({ state: 'succeeded', base: OTHER, outcome: { ...succeeded(), commit: null } });
    expect(check({ task: taskRecord({ commit: OTHER }), attempt: pushed }, OTHER)).toMatchObject({
      conclusion: 'success',
    });
  });

  test.each<[string, Partial<TaskSlice>, string?]>([
    ['of another commit', {}, OTHER],
    ['before the first attempt', { attempt: null }],
    ['that failed', { attempt: attemptRecord({ state: 'failed', outcome: failed({ commit: COMMIT }) }) }],
    ['that a person sent back', { attempt: { ...attempt, failure: { class: 'rejected', message: 'No.' } } }],
    ['to which people pushed since', { task: taskRecord({ commit: COMMIT, pushed: OTHER }) }],
  ])('is none %s', (_, slice, commit) => {
    expect(check(slice, commit)).toBeNull();
  });
});

describe('work is published with its check', () => {
  const kinds = (settings: object, approvedCommit: string | null = null) => {
    const { spec } = taskRecord();
    const task = taskRecord({ approvedCommit, spec: { ...spec, settings: { ...spec.settings, ...settings } } });
    const slice = attemptSlice({ task, run, attempt });
    return publishWork(slice, { outcome: succeeded(), commit: COMMIT }, surroundings()).map(
      ({ effect }) => effect.kind,
    );
  };

  test('unless a person is asked about it at once, whose question brings the check', () => {
    expect(kinds({})).toEqual(['publish_task', 'check_task']);
    expect(kinds({ approve: ['before'] })).toContain('check_task');
    expect(kinds({ approve: ['after'] })).toEqual(['publish_task']);
    expect(kinds({ approve: ['after'] }, COMMIT)).toContain('check_task');
    expect(kinds({ approve: ['after'], checks: ['build'] })).toContain('check_task');
  });
});
