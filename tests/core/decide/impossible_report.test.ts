import { describe, expect, test } from 'vitest';
import { checkReport } from '../../../src/core/decide/impossible_report.ts';
import type { AttemptRecord } from '../../../src/core/records.ts';
import type { Evidence } from '../../../src/protocol/evidence.ts';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import { attemptRecord, BASE, COMMIT, ended, executionRequest, failed, succeeded } from '../records.ts';

function evidence(end: Evidence['end'] = { kind: 'exited', exitCode: 0 }, step: Evidence['step'] = 'verify'): Evidence {
  return { step, argv: ['npm', 'test'], end, durationMs: 1, commit: COMMIT, outputTail: '' };
}

const unstarted = { base: null, startCommit: null, startedAt: null };
const verification = { request: executionRequest({ work: { kind: 'verification' }, verify: [['check']] }) };
const byPath = {
  request: executionRequest({ verifyByPath: [{ when: ['docs/**'], argv: ['npm', 'test'] }] }),
};
const unneeded = { ...evidence({ kind: 'not_needed' }), when: ['docs/**'] };
const verified = { request: executionRequest({ verify: [['a'], ['b']] }) };

describe('what cannot be true', () => {
  const cases: readonly (readonly [string, Partial<AttemptRecord>, Outcome])[] = [
    ['it succeeded without having started', unstarted, succeeded({ commit: null, outputs: { x: '1' } })],
    ['it names a commit, but the attempt never started', unstarted, failed({ commit: COMMIT })],
    ['it names a commit, but the attempt never started', unstarted, succeeded()],
    ['a verification never commits', verification, succeeded({ evidence: [evidence()] })],
    ['its commit is the one it started from', {}, succeeded({ commit: BASE })],
    ['it succeeded without a change or an output', {}, succeeded({ commit: null })],
    [
      'it lacks the outputs b',
      { request: executionRequest({ requiredOutputs: ['a', 'b'] }) },
      succeeded({ outputs: { a: '1' } }),
    ],
    [
      'it succeeded with a command that failed',
      {},
      succeeded({ evidence: [evidence({ kind: 'exited', exitCode: 1 })] }),
    ],
    [
      'it succeeded with a command that failed',
      {},
      succeeded({ evidence: [evidence({ kind: 'timed_out' }, 'setup')] }),
    ],
    ['only 1 of 2 verifications were run', verified, succeeded({ evidence: [evidence()] })],
    ['only 1 of 2 verifications were run', verified, succeeded({ evidence: [evidence(), evidence(undefined, 'run')] })],
    ['only 0 of 2 verifications were run', verified, succeeded({ commit: null, outputs: { x: '1' } })],
    ['only 0 of 1 verifications were run', byPath, succeeded()],
    ['it succeeded with a command that failed', byPath, succeeded({ evidence: [evidence({ kind: 'not_needed' })] })],
    ['only 0 of 1 verifications were run', verification, succeeded({ commit: null })],
  ];
  test.each(cases)('%s', (what, attempt, outcome) => {
    expect(() => checkReport({ attempt: attemptRecord(attempt) }, outcome)).toThrow(
      expect.objectContaining({
        code: 'impossible_report',
        message: `The report of attempt 1 cannot be true: ${what}.`,
      }),
    );
  });
});

describe('what can be true', () => {
  test('a rule is not needed where no such path has changed', () => {
    expect(() => checkReport({ attempt: attemptRecord(byPath) }, succeeded({ evidence: [unneeded] }))).not.toThrow();
  });

  const continued = {
    ref: 'refs/heads/planwright/release/plan',
    mustContain: [],
    continueFrom: { commit: COMMIT, base: BASE },
  };
  const cases: readonly (readonly [string, Partial<AttemptRecord>, Outcome])[] = [
    ['a commit', {}, succeeded()],
    ['every verification passed', verified, succeeded({ evidence: [evidence(), evidence()] })],
    ['an output without a change', {}, succeeded({ commit: null, outputs: { x: '1' } })],
    [
      'no change where that is allowed',
      { request: executionRequest({ allowNoChange: true }) },
      succeeded({ commit: null }),
    ],
    ['a verification that passed', verification, succeeded({ commit: null, evidence: [evidence()] })],
    [
      'the same commit as before, which now passes',
      { startCommit: COMMIT, request: executionRequest({ startingPoint: continued }) },
      succeeded(),
    ],
    ['a failure before the start', unstarted, failed()],
    ['a failure with salvaged work', {}, failed({ commit: COMMIT })],
    ['a timeout before the start', unstarted, ended('timed_out')],
  ];
  test.each(cases)('%s', (_, attempt, outcome) => {
    expect(() => checkReport({ attempt: attemptRecord(attempt) }, outcome)).not.toThrow();
  });
});
