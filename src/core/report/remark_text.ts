import { inlineText } from './inline_text.ts';

const MESSAGE_LIMIT = 600;

/** Something that was noticed in a line of a file or an issue, and how to mend it. */
export type Remark = {
  readonly line: number;
  /** The issue that it is about, in place of a line. */
  readonly issue?: number;
  readonly message: string;
  readonly mend: string;
};

/** `line 14: what is so. How to mend it.` */
export function remarkText({ line, issue, message, mend }: Remark): string {
  return `${issue === undefined ? `line ${line}` : `#${issue}`}: ${inlineText(message, MESSAGE_LIMIT)} ${inlineText(mend, MESSAGE_LIMIT)}`;
}
