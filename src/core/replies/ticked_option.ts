import type { QuestionRecord } from '../question/question_record.ts';

/** What an edit of a question's comment did to its boxes. */
export type Ticked =
  /** One box was ticked that was not: of the option with this number, counted from 1. */
  | { readonly kind: 'option'; readonly number: number }
  /** More than one was. */
  | { readonly kind: 'several' }
  /** No box was ticked, or they are not those of the question any more. */
  | { readonly kind: 'none' };

const BOX = /^[ \t]*[-*+][ \t]+\[([ xX])\][ \t]+(.*)$/gm;
const NONE: Ticked = { kind: 'none' };

/** Compares the boxes of a question's comment before and after an edit. Whatever else was edited does not matter. In linear time. */
export function tickedOption(before: string, after: string, { options }: Pick<QuestionRecord, 'options'>): Ticked {
  const [were, are] = [boxesOf(before, options.length), boxesOf(after, options.length)];
  const same = (each: Box, at: number) => are[at]?.label === each.label && isOf(each.label, options[at] ?? '');
  if (were.length !== options.length || are.length !== were.length || !were.every(same)) return NONE;
  const ticked = are.flatMap(({ isTicked }, at) => (isTicked && were[at]?.isTicked === false ? [at + 1] : []));
  const [number, ...others] = ticked;
  if (number === undefined) return NONE;
  return others.length > 0 ? { kind: 'several' } : { kind: 'option', number };
}

type Box = { readonly isTicked: boolean; readonly label: string };

/** The first so many boxes: below them may be folded what is to be looked at. */
function boxesOf(text: string, count: number): readonly Box[] {
  const boxes: Box[] = [];
  for (const [, sign, label = ''] of text.replaceAll('\r', '').matchAll(BOX)) {
    if (boxes.length === count) break;
    boxes.push({ isTicked: sign !== ' ', label: label.trim() });
  }
  return boxes;
}

/** Markup aside, the label begins with the option, as far as that is not what was made harmless in it. */
function isOf(label: string, option: string): boolean {
  const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  return bare(label).startsWith(bare(option.split(/[<>&@#]/, 1)[0] ?? '').slice(0, 40));
}
