import type { CheckFinding, FindingRecord, ThreadFinding } from '../../src/core/finding/finding_record.ts';

/** A comment on a line, by bob. */
export function threadFinding(content: Partial<ThreadFinding> = {}): ThreadFinding {
  return {
    kind: 'thread',
    pull: 41,
    review: 7,
    comment: 70,
    thread: 70,
    by: 'bob',
    text: 'Say more.',
    path: 'note.txt',
    line: 1,
    hunk: '@@ -0,0 +1 @@\n+a note',
    before: [],
    ...content,
  };
}

export function checkFinding(content: Partial<CheckFinding> = {}): CheckFinding {
  return {
    kind: 'check',
    name: 'build',
    app: 'github-actions',
    checkRun: 9,
    completedAt: '2026-11-21T04:00:00Z',
    commit: 'c'.repeat(40),
    message: '1 error',
    annotations: [],
    log: '',
    ...content,
  };
}

/** Something that was found and is due. */
export function finding(record: Partial<FindingRecord> = {}): FindingRecord {
  return {
    id: 'finding',
    run: 'run',
    task: 'task-parser',
    key: 'comment:70',
    content: threadFinding(),
    state: 'open',
    dueAt: 0,
    attempt: null,
    foundAt: 0,
    ...record,
  };
}
