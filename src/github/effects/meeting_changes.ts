import type { FileChange } from '../read/compare.ts';

/** Lines `from` up to but not including `to` of the common ancestor, and what stands in their place. */
type Block = { readonly from: number; readonly to: number; readonly text: string };

/**
 * Whether git would have to ask where both sides changed a file: not where they came to the same, or changed lines that neither
 * overlap nor touch. Says true where that cannot be told.
 */
export function changesMeet(ours: FileChange, theirs: FileChange): boolean {
  if (ours.status === theirs.status && ours.blob !== null && ours.blob === theirs.blob) return false;
  const [left, right] = [blocksOf(ours), blocksOf(theirs)];
  if (left === null || right === null) return true;
  return left.some((mine) => right.some((other) => touches(mine, other) && !isSame(mine, other)));
}

function touches(left: Block, right: Block): boolean {
  return left.from <= right.to && right.from <= left.to;
}

function isSame(left: Block, right: Block): boolean {
  return left.from === right.from && left.to === right.to && left.text === right.text;
}

/** null: the patch is not there, or not whole. */
function blocksOf({ status, patch, additions, deletions }: FileChange): readonly Block[] | null {
  if (status !== 'modified' || patch === undefined) return null;
  const blocks: Block[] = [];
  const counted = { '+': 0, '-': 0 };
  let line = 0;
  let open: { readonly from: number; text: string } | null = null;
  const close = () => {
    if (open !== null) blocks.push({ ...open, to: line });
    open = null;
  };
  for (const text of patch.split('\n')) {
    const sign = text[0];
    if (sign === '+' || sign === '-') {
      open ??= { from: line, text: '' };
      counted[sign] += 1;
      if (sign === '-') line += 1;
      else open.text += `${text}\n`;
      continue;
    }
    // "No newline at end of file" belongs to the line before.
    if (sign === '\\') continue;
    close();
    const start = /^@@ -(\d+)(?:,(\d+))? /.exec(text);
    if (start === null) line += 1;
    // Lines that are only added stand after the line that is named.
    else line = Number(start[1]) + (start[2] === '0' ? 1 : 0);
  }
  close();
  return counted['+'] === additions && counted['-'] === deletions ? blocks : null;
}
