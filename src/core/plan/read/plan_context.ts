import type { Block } from '../markdown/blocks.ts';
import { closingLine } from '../markdown/split_chunks.ts';
import { trimBlankLines } from './margin.ts';
import type { Section } from './sections.ts';

/** Everything outside the Tasks sections but the settings. */
export function contextOf(lines: readonly string[], blocks: readonly Block[], sections: readonly Section[]): string {
  const left = new Set<number>();
  const leave = (start: number, end: number) => {
    for (let line = start; line < end; line++) left.add(line);
  };
  for (const section of sections) leave(section.heading.span.start, blocks[section.to]?.span.start ?? lines.length);
  for (const block of blocks) if (block.kind === 'settings') leave(block.span.start, block.span.end);
  const pieces: string[][] = [[]];
  for (const [index, line] of lines.entries()) {
    if (left.has(index)) pieces.push([]);
    else pieces.at(-1)?.push(line);
  }
  return pieces
    .map((piece) => trimBlankLines(piece.join('\n')))
    .filter((piece) => piece !== '')
    .map((piece) => [piece, closingLine(piece.split('\n')) ?? ''].join('\n').trimEnd())
    .join('\n\n');
}
