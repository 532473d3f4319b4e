import { expect, it } from 'vitest';
import { answerRerun } from '../../../src/core/decide/answer_rerun.ts';
import type { EffectAnswer } from '../../../src/core/effects/effect.ts';
import { checkKey, type FindingRecord } from '../../../src/core/finding/finding_record.ts';
import { checkFinding, finding } from '../findings.ts';
import { NOW, sent, surroundings, taskSlice } from '../records.ts';

const content = checkFinding();
const effect = {
  kind: 'rerun_check',
  task: 'task-parser',
  name: content.name,
  app: content.app,
  checkRun: content.checkRun,
  commit: content.commit,
} as const;
const held = finding({ key: checkKey(content), content, state: 'held' });

function answer(given: EffectAnswer, findings: readonly FindingRecord[] = [held]) {
  const [settled, ...changes] = answerRerun(taskSlice(), sent(effect, given), findings, surroundings()).changes;
  expect(settled).toMatchObject({ kind: 'settle_effect', effect: 'effect', answer: given });
  return changes;
}

const REFUSED = { kind: 'refused', message: 'The App may not do that.' } as const;

it.each([[{ kind: 'cannot_rerun' }], [REFUSED]] as const)(
  'a check that cannot be run once more (%j) counts by its one failure, at once',
  (given) => {
    expect(answer(given)).toEqual([{ kind: 'open_check', finding: 'finding', content, dueAt: NOW }]);
  },
);

it.each([[{ kind: 'done' }], [{ kind: 'superseded' }]] as const)(
  'a check that is run once more (%j) is waited for',
  (given) => {
    expect(answer(given)).toEqual([]);
  },
);

it.each<[string, Partial<FindingRecord>]>([
  ['failed twice meanwhile', { state: 'open' }],
  ['passed meanwhile', { state: 'dropped' }],
  ['failed on another commit', { key: checkKey({ ...content, commit: 'a'.repeat(40) }) }],
  ['is of another task by now', { task: 'task-docs' }],
])('nothing is done about a check that %s', (_, changes) => {
  expect(answer(REFUSED, [{ ...held, ...changes }])).toEqual([]);
});

it('no other answer is one', () => {
  expect(() => answer({ kind: 'published', pull: 41 })).toThrow();
});
