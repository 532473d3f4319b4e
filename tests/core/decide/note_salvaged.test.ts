import { describe, expect, test } from 'vitest';
import { noteSalvaged } from '../../../src/core/decide/note_salvaged.ts';
import { Refusal } from '../../../src/core/refusal.ts';
import { attemptRecord, attemptSlice, COMMIT, executionRequest, failed, MERGE, NOW, surroundings } from '../records.ts';

const { attemptRef: ref } = executionRequest();
const saved = { commit: COMMIT, ref };
const { runner, boot } = attemptRecord();
const input = { ...saved, runner, boot: 'the next process' };
const lost = { class: 'lost', message: 'The runner was restarted.' } as const;

const decide = (attempt: Parameters<typeof attemptRecord>[0], more: Partial<typeof input> = {}) =>
  noteSalvaged(attemptSlice({ attempt: attemptRecord(attempt) }), { ...input, ...more }, surroundings());

describe('an attempt whose work was saved by somebody else than itself', () => {
  test('is lost with it where nobody knew yet, and its runner goes first', () => {
    const { changes, events } = decide({});
    expect(changes[0]).toMatchObject({ kind: 'move_attempt', to: 'lost', set: { failure: { ...lost, kept: saved } } });
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'move_task', to: 'ready' }));
    expect(changes.at(-1)).toEqual({ kind: 'see_runner', runner, at: NOW });
    expect(events[0]).toMatchObject({ body: { kind: 'attempt_ended', ...lost, commit: COMMIT } });
    expect(events[0]?.body).not.toHaveProperty('kept');
  });

  test('ended without a report where its own process says so', () => {
    expect(decide({}, { boot }).events[0]).toMatchObject({ body: { message: 'It ended without a report.' } });
  });

  test.each(['lost', 'failed', 'canceled'] as const)('keeps it when it is %s already', (state) => {
    const failure = { class: state === 'failed' ? 'transient' : state, message: 'It is over.' } as const;
    const decision = decide({ state, failure });
    expect(decision.changes).toEqual([
      {
        kind: 'move_attempt',
        attempt: 'attempt-1',
        from: state,
        to: state,
        set: { failure: { ...failure, kept: saved } },
      },
    ]);
    expect(decision.events).toEqual([]);
  });

  test('keeps it once', () => {
    const again = { state: 'lost', failure: { ...lost, kept: saved } } as const;
    expect(decide(again).changes).toEqual([]);
    expect(decide(again, { commit: MERGE }).changes).toEqual([]);
  });

  test('needs no note where its report names its work, or it has succeeded', () => {
    expect(decide({ state: 'failed', failure: lost, outcome: failed({ commit: MERGE }) }).changes).toEqual([]);
    expect(decide({ state: 'succeeded', failure: null }).changes).toEqual([]);
  });
});

describe('refused is what', () => {
  const codeOf = (...args: Parameters<typeof decide>) => {
    try {
      decide(...args);
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
    return 'accepted';
  };

  test('another runner says', () => {
    expect(codeOf({}, { runner: 'other' })).toBe('attempt_not_current');
  });

  test('cannot be true', () => {
    expect(codeOf({ base: null })).toBe('impossible_report');
    expect(codeOf({ request: executionRequest({ work: { kind: 'verification' } }) })).toBe('impossible_report');
    expect(codeOf({}, { ref: 'refs/planwright/attempts/run/other/1' })).toBe('impossible_report');
    expect(codeOf({}, { ref: `${ref}-salvage-${MERGE.slice(0, 12)}` })).toBe('impossible_report');
    expect(codeOf({}, { ref: `${ref}-salvage-${COMMIT.slice(0, 12)}` })).toBe('accepted');
  });
});
