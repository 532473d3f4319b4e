import type { CheckAction } from '../effects/effect.ts';

/** `answer:3:1` is the first option of Q3: what the button of an option says to us when somebody presses it. */
export function answerButton({ n, option }: PressedOption): CheckAction['identifier'] {
  return `answer:${n}:${option}`;
}

/** The number of a question, and that of one of its options, both counted from 1. */
export type PressedOption = { readonly n: number; readonly option: number };

/** What a button says of a question; null: it is no option's. */
export function readAnswerButton(identifier: string): PressedOption | null {
  const [, n, option] = /^answer:(\d{1,6}):(\d{1,3})$/.exec(identifier) ?? [];
  return n === undefined || option === undefined ? null : { n: Number(n), option: Number(option) };
}
