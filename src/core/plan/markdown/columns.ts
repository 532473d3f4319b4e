/** A line of the source without the prefix of its containers, and the column (from 0) at which it now begins. */
export type Row = { readonly text: string; readonly column: number };

/** Takes up to `columns` columns of blanks off the front; a tab reaches to the next multiple of four. */
export function dedent(row: Row, columns: number): Row {
  let taken = 0;
  let index = 0;
  while (taken < columns) {
    const character = row.text[index];
    const width = character === '\t' ? 4 - ((row.column + taken) % 4) : character === ' ' ? 1 : 0;
    if (width === 0) break;
    index += 1;
    taken += width;
  }
  const overshoot = Math.max(0, taken - columns);
  return { text: ' '.repeat(overshoot) + row.text.slice(index), column: row.column + taken - overshoot };
}

/** Columns of blanks at the front of the row. */
export function indentOf(row: Row): number {
  return row.text.trim() === '' ? 0 : dedent(row, Number.POSITIVE_INFINITY).column - row.column;
}

/** A list marker at the front of a row. */
export type Marker = {
  readonly ordered: boolean;
  /** Columns from the row's beginning to the item's content. */
  readonly width: number;
  /** True when nothing follows on the line. */
  readonly empty: boolean;
  /** True when a paragraph may be interrupted by it. */
  readonly interrupts: boolean;
  /** What follows, where the item's content begins. */
  readonly content: Row;
};

/** Reads a list marker by the rules of CommonMark 0.31 section 5.2, or undefined. */
export function markerOf(row: Row): Marker | undefined {
  const indent = indentOf(row);
  const bare = dedent(row, indent);
  const match = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/.exec(bare.text);
  if (!match) return undefined;
  const sign = match[0];
  const after = { text: bare.text.slice(sign.length), column: bare.column + sign.length };
  const empty = after.text.trim() === '';
  const gap = empty ? 1 : indentOf(after);
  const padding = gap > 4 ? 1 : gap;
  const ordered = match[1] !== undefined;
  return {
    ordered,
    width: indent + sign.length + padding,
    empty,
    interrupts: !empty && (!ordered || Number(match[1]) === 1),
    content: dedent(after, padding),
  };
}
