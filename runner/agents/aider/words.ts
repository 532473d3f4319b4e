/** Where an edit begins and ends among the words of an answer: the path, a fence, the old lines and the new ones. */
const BEGINS = /^<{5,9} SEARCH>?\s*$/;
const ENDS = /^>{5,9} REPLACE\s*$/;
const FENCE = /^(?:`{3,}|<\w+>)/;

/** What an answer says to people: its words without the edits, which the files have by now. */
export function withoutEdits(lines: readonly string[]): string {
  const kept: string[] = [];
  let isEdit = false;
  let isAfterEdit = false;
  for (const line of lines) {
    if (BEGINS.test(line)) {
      isEdit = true;
      // The fence and the path before it.
      if (FENCE.test(kept.at(-1) ?? '')) kept.pop();
      if ((kept.at(-1) ?? '').trim() !== '') kept.pop();
    } else if (ENDS.test(line)) {
      isEdit = false;
      isAfterEdit = true;
    } else if (!isEdit) {
      if (!(isAfterEdit && /^(?:`{3,}|<\/\w+>)\s*$/.test(line))) kept.push(line);
      isAfterEdit = false;
    }
  }
  return kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
