import { codeRanges } from './code_ranges.ts';

const box = /^((?:[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)+)\[(?=[ xX]\])/gm;

/** Others' Markdown in which no list item has a box to tick: those of a question are its options. In code there is none. */
export function withoutBoxes(text: string): string {
  const code = codeRanges(text, 'blocks');
  return text.replace(box, (found, before: string, at: number) =>
    code.some(({ start, end }) => start <= at && at < end) ? found : `${before}\\[`,
  );
}
