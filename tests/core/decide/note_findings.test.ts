import { describe, expect, it } from 'vitest';
import { type Found, noteFindings } from '../../../src/core/decide/note_findings.ts';
import type { FindingRecord } from '../../../src/core/finding/finding_record.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import { checkFinding, finding, threadFinding } from '../findings.ts';
import { NOW, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

const FOUND: Found = { contents: [threadFinding()], state: 'open', waitMs: 5_000, notice: 'bob commented.' };

function note(slice: Partial<TaskSlice> = {}, found: Partial<Found> = {}, known: readonly FindingRecord[] = []) {
  return noteFindings(
    taskSlice({ task: taskRecord({ state: 'in_review' }), ...slice }),
    known,
    { ...FOUND, ...found },
    surroundings(),
  );
}

describe('what was found', () => {
  it('is kept for an attempt that begins after a while, and told', () => {
    const { changes, events } = note();
    const dueAt = NOW + 5_000;
    expect(changes).toMatchObject([
      {
        kind: 'add_findings',
        task: 'task-parser',
        dueAt,
        findings: [{ key: 'comment:70', state: 'open', attempt: null, dueAt }],
      },
    ]);
    expect(events.map(({ body }) => body)).toEqual([{ kind: 'noticed', what: 'bob commented.' }]);
    expect(note({}, { notice: null }).events).toEqual([]);
  });

  it.each(['running', 'paused', 'in_review', 'failed', 'quarantined'] as const)(
    'is kept also while the run is %s: it may go on',
    (state) => {
      expect(note({ run: runRecord({ state }) }).changes).toHaveLength(1);
    },
  );

  it.each(['succeeded', 'canceled'] as const)('comes too late once the run has %s', (state) => {
    expect(note({ run: runRecord({ state }) })).toMatchObject({ changes: [], events: [] });
  });

  it('is no news when it is told once more, whatever became of it', () => {
    for (const state of ['held', 'open', 'done', 'dropped'] as const) {
      expect(note({}, {}, [finding({ state })])).toMatchObject({ changes: [], events: [] });
    }
    const contents = [threadFinding(), threadFinding({ comment: 71 })];
    expect(note({}, { contents }, [finding()]).changes).toMatchObject([{ findings: [{ key: 'comment:71' }] }]);
  });

  it('in the work of a command is told in vain: nobody goes on with it', () => {
    const task = taskRecord({ state: 'in_review', kind: 'command' });
    const { changes, events } = note({ task });
    expect(changes).toEqual([]);
    const what = 'bob commented. `parser` is a command, so no further attempt follows.';
    expect(events.map(({ body }) => body)).toEqual([{ kind: 'noticed', what, sort: 'in_vain' }]);
    expect(note({ task }, { contents: [checkFinding()] }).events[0]?.body).toMatchObject({ sort: 'seen' });
  });
});
