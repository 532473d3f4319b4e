import { describe, expect, it } from 'vitest';
import { finishAttempt } from '../../../src/core/decide/finish_attempt.ts';
import { type Mended, settleFindings, settleOthers } from '../../../src/core/decide/settle_findings.ts';
import { DecisionBuilder } from '../../../src/core/decision.ts';
import type { FindingRecord } from '../../../src/core/finding/finding_record.ts';
import { checkFinding, finding, threadFinding } from '../findings.ts';
import {
  attemptRecord,
  attemptSlice,
  COMMIT,
  executionRequest,
  runRecord,
  succeeded,
  surroundings,
  taskRecord,
} from '../records.ts';

const EARLIER = 'e'.repeat(40);
const ref = 'refs/heads/planwright/release/plan';
/** An attempt that went on from work that there was. */
const attempt = attemptRecord({
  number: 2,
  request: executionRequest({
    startingPoint: { ref, mustContain: [], continueFrom: { commit: EARLIER, base: EARLIER } },
  }),
});
const thread = (id: number, more: Partial<FindingRecord> = {}) =>
  finding({ id: `thread-${id}`, key: `comment:${id}`, content: threadFinding({ thread: id, comment: id }), ...more });
const check = finding({ id: 'check', key: 'check', content: checkFinding({ commit: EARLIER }) });

function settle(mended: Partial<Mended>, slice: Parameters<typeof attemptSlice>[0] = {}) {
  const builder = new DecisionBuilder();
  const told = [thread(70)];
  settleFindings(
    builder,
    attemptSlice({ attempt, ...slice }),
    { told, answers: new Map(), commit: COMMIT, ...mended },
    surroundings(),
  );
  return { changes: builder.changes, effects: builder.effects, kinds: builder.changes.map(({ kind }) => kind) };
}
const DONE = ['move_findings'];
const ASKS = ['move_findings', 'insert_question'];

describe('an attempt that was told of findings has succeeded', () => {
  it('with a commit: they are done, and each thread is answered once, where people can see the commit', () => {
    const told = [thread(70), thread(71, { content: threadFinding({ thread: 70, comment: 71 }) }), thread(80), check];
    const { changes, effects } = settle({ told, answers: new Map([[70, 'I said more.']]) });
    expect(changes).toEqual([
      { kind: 'move_findings', findings: ['thread-70', 'thread-71', 'thread-80', 'check'], from: 'open', to: 'done' },
    ]);
    expect(effects.map(({ effect, run, lane }) => [effect, run, lane])).toMatchObject([
      [
        { kind: 'answer_thread', pull: 41, thread: 70, of: 'parser', attempt: 2 },
        'run',
        expect.stringContaining('task-parser'),
      ],
      [{ kind: 'answer_thread', pull: 41, thread: 80, of: 'parser', attempt: 2 }, 'run', expect.anything()],
    ]);
    const texts = effects.map(({ effect }) => (effect.kind === 'answer_thread' ? effect.text : ''));
    expect(texts[0]).toContain('I said more.');
    expect(texts[1]).not.toContain('I said more.');
    for (const text of texts) expect(text).toContain(COMMIT.slice(0, 7));
  });

  it.each([
    ['that changed nothing and says nothing', { commit: EARLIER }, ASKS],
    ['without a commit that says nothing', { commit: null }, ASKS],
    ['that changed nothing and says why', { commit: EARLIER, answers: new Map([[70, 'It is right as it is.']]) }, DONE],
    [
      'that changed nothing and says why, which mends no check',
      { commit: null, told: [thread(70), check], answers: new Map([[70, 'No.']]) },
      ASKS,
    ],
    ['that changed something and says nothing', {}, DONE],
  ] as const)('one %s', (_, mended, kinds) => {
    expect(settle(mended).kinds).toEqual(kinds);
  });

  it('an answer without a change names no commit', () => {
    const { effects } = settle({ commit: EARLIER, answers: new Map([[70, 'It is right as it is.']]) });
    expect(JSON.stringify(effects)).not.toContain(EARLIER.slice(0, 7));
    expect(JSON.stringify(effects)).toContain('It is right as it is.');
  });

  it('where there was nothing to go on from, any commit is a change', () => {
    expect(settle({}, { attempt: attemptRecord() }).kinds).toEqual(DONE);
    expect(settle({ commit: null }, { attempt: attemptRecord() }).kinds).toEqual(ASKS);
  });

  it('its check is written once: with the question where a person is asked, else at once', () => {
    const told = [thread(70, { attempt: 2 })];
    const slice = attemptSlice({ attempt, run: runRecord({ issue: 40 }), task: taskRecord({ attempts: 2 }) });
    const shows = (commit: string) => {
      const outcome = succeeded({ commit });
      const { effects } = finishAttempt(slice, { runner: 'runner', outcome, findings: told }, surroundings());
      return effects.map(({ effect }) => effect.kind);
    };
    expect(shows(EARLIER)).toEqual(['publish_task']);
    expect(shows(COMMIT)).toEqual(['publish_task', 'check_task', 'answer_thread']);
  });

  it('a person is asked because it made no progress, and nothing is said in the threads', () => {
    const { changes, effects } = settle({ commit: EARLIER });
    expect(changes).toMatchObject([
      { findings: ['thread-70'], from: 'open', to: 'held' },
      { question: { source: 'no_progress', text: expect.stringContaining('the last attempt changed nothing') } },
    ]);
    expect(effects).toEqual([]);
  });
});

describe('what waited while an attempt that succeeded was at work', () => {
  function others(findings: readonly FindingRecord[], commit: string | null = COMMIT) {
    const builder = new DecisionBuilder();
    settleOthers(builder, findings, commit);
    return builder.changes;
  }
  const held = { state: 'held' } as const;
  const told = { attempt: 1 } as const;
  const moved = (id: string, from: string, to: string) => [{ kind: 'move_findings', findings: [id], from, to }];

  it.each<[string, FindingRecord, string | null, unknown]>([
    ['a check of a commit that is replaced', check, COMMIT, moved('check', 'open', 'dropped')],
    ['one of it that is run once more', { ...check, ...held }, COMMIT, moved('check', 'held', 'dropped')],
    [
      'a check of the commit that was made',
      finding({ ...check, content: checkFinding({ commit: COMMIT }) }),
      COMMIT,
      [],
    ],
    [
      'one of it that is run once more, whose result is still to come',
      finding({ ...check, state: 'held', content: checkFinding({ commit: COMMIT }) }),
      COMMIT,
      [],
    ],
    ['a check where nothing was made', check, null, []],
    ['a check that an attempt was told of', { ...check, ...told }, COMMIT, []],
    [
      'one of which a person was asked, that an attempt was told of',
      { ...check, ...told, ...held },
      COMMIT,
      moved('check', 'held', 'done'),
    ],
    ['a comment of which a person was asked', thread(70, held), COMMIT, moved('thread-70', 'held', 'open')],
    [
      'one that an attempt had been told of',
      thread(70, { ...held, ...told }),
      COMMIT,
      moved('thread-70', 'held', 'done'),
    ],
    ['a comment that nobody was told of', thread(70), COMMIT, []],
    ['what is done', thread(70, { state: 'done' }), COMMIT, []],
    ['what was dropped', { ...check, state: 'dropped' }, COMMIT, []],
  ])('%s', (_, record, commit, changes) => {
    expect(others([record], commit)).toEqual(changes);
  });
});
