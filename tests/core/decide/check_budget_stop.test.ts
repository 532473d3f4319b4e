import { describe, expect, test } from 'vitest';
import type { Interruption } from '../../../src/core/attempt/order_reason.ts';
import { checkBudgetStop } from '../../../src/core/decide/check_budget_stop.ts';
import { finishAttempt } from '../../../src/core/decide/finish_attempt.ts';
import { attemptRecord, attemptSlice, COMMIT, ended, runRecord, surroundings, taskRecord } from '../records.ts';

const HEAD = 'e'.repeat(40);
const run = runRecord({ issue: 40, budgetMicros: 5_000_000, budgetStage: 'spent' });
const outcome = { ...ended('canceled'), commit: COMMIT };
const failure = { class: 'run_budget', message: 'What the run may use is used up.' } as const;

/** The checks that are written as the attempt ends. */
function shown(slice: Parameters<typeof attemptSlice>[0], code: Interruption = 'run_budget') {
  const attempt = attemptRecord({ cancel: { how: 'graceful', code, reason: '' } });
  const ending = { runner: 'runner', outcome };
  return finishAttempt(attemptSlice({ run, attempt, ...slice }), ending, surroundings()).effects.map(
    ({ effect }) => effect,
  );
}

describe('a task whose agent was stopped for want of budget', () => {
  test('says so at what it left, and what is wanted of whom', () => {
    expect(shown({})).toMatchObject([
      {
        kind: 'check_task',
        commit: COMMIT,
        check: {
          name: 'planwright / parser',
          conclusion: 'neutral',
          title: 'Stopped: no budget is left for it',
          summary: expect.stringMatching(/Wanted of @ada, on #40: more budget for the plan/),
        },
      },
    ]);
  });

  test('says so at the head of its pull request, where there is one', () => {
    const task = { pull: 44, commit: COMMIT, pushed: HEAD };
    expect(shown({ task: taskRecord(task) })).toMatchObject([{ commit: HEAD }]);
    expect(shown({ task: taskRecord({ ...task, pushed: null }) })).toMatchObject([{ commit: COMMIT }]);
  });

  test('wants nothing of people where the repository has used what it may', () => {
    const [check] = shown({ run: runRecord({ issue: 40 }) });
    expect(check).toMatchObject({ check: { summary: expect.stringContaining('They go on in the next') } });
    expect(JSON.stringify(check)).not.toMatch(/Wanted|@ada/);
  });

  test('names both where it may be either', () => {
    const [check] = shown({ run: { ...run, budgetStage: 'asked' } });
    expect(check).toMatchObject({ check: { summary: expect.stringContaining('`repository-budget`') } });
  });

  test('shows nothing where nobody would look, nor of what ended for something else', () => {
    expect(shown({ run: { ...run, issue: null } })).toEqual([]);
    expect(shown({}, 'paused')).toEqual([]);
    expect(checkBudgetStop(attemptSlice({ run }), { outcome: ended('canceled'), failure }, surroundings())).toEqual([]);
    const other = { outcome, failure: { ...failure, class: 'paused' } as const };
    expect(checkBudgetStop(attemptSlice({ run }), other, surroundings())).toEqual([]);
  });
});
