import { expect, it } from 'vitest';
import { changesMeet } from '../../../src/github/effects/meeting_changes.ts';
import type { FileChange } from '../../../src/github/read/compare.ts';

/** A change whose counts are those of its patch, unless told otherwise. */
function change(patch: string | undefined, more: Partial<FileChange> = {}): FileChange {
  const signs = (patch ?? '').split('\n').map((line) => line[0]);
  const [additions, deletions] = ['+', '-'].map((sign) => signs.filter((each) => each === sign).length);
  return { path: 'a.txt', status: 'modified', blob: patch ?? null, additions, deletions, patch, ...more } as FileChange;
}

const REPLACES_5 = '@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8';

it.each([
  ['in the same line', '@@ -3,5 +3,5 @@\n 3\n 4\n-5\n+V\n 6\n 7', true],
  ['in the next line', '@@ -4,4 +4,4 @@\n 4\n 5\n-6\n+six\n 7', true],
  ['by a line put right behind', '@@ -4,3 +4,4 @@\n 4\n 5\n+between\n 6', true],
  ['right behind, told without the lines around', '@@ -5,0 +6 @@\n+between', true],
  ['one line farther', '@@ -5,3 +5,3 @@ function a() {\n 5\n 6\n-7\n+seven\n\\ No newline at end of file', false],
  ['in a later hunk', '@@ -1 +0,0 @@\n-1\n@@ -4,2 +3,1 @@\n 4\n-5', true],
  ['before and behind, not there', '@@ -1 +0,0 @@\n-1\n@@ -9,2 +8,1 @@\n 9\n-10', false],
  ['in the same way, and elsewhere', `${REPLACES_5}\n@@ -20,1 +20,0 @@\n-20`, false],
])('tells whether changes meet %s', (_, patch, meets) => {
  const [ours, theirs] = [change(REPLACES_5), change(patch)];
  expect(changesMeet(ours, theirs)).toBe(meets);
  expect(changesMeet(theirs, ours)).toBe(meets);
});

it('takes what came to the same for no conflict, whatever its kind', () => {
  const added = change(undefined, { status: 'added', blob: 'x' });
  expect(changesMeet(added, added)).toBe(false);
  expect(changesMeet(added, { ...added, blob: 'y' })).toBe(true);
  expect(changesMeet(added, { ...added, status: 'removed' })).toBe(true);
});

it('takes for a conflict what cannot be told: no patch, half of one, something moved', () => {
  const far = '@@ -19,1 +19,0 @@\n-19';
  for (const other of [
    change(undefined),
    change(far, { deletions: 2 }),
    change(far, { status: 'renamed', previous: 'b.txt' }),
    change(far, { status: 'removed' }),
  ]) {
    expect(changesMeet(change(REPLACES_5), other)).toBe(true);
  }
});
