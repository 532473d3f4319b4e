import { expect, test } from 'vitest';
import { amongPlanProblems } from '../../../src/core/settings/settings_problem.ts';

test('among the problems of a plan one of a settings file says whose it is', () => {
  const problem = { file: 'repository', line: 3, message: '`lable` is no setting.', mend: 'Write `label`.' } as const;
  expect(amongPlanProblems(problem)).toEqual({
    line: 3,
    message: 'Of the settings file: `lable` is no setting.',
    mend: 'Write `label`.',
  });
});
