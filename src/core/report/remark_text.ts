import { inlineText } from './inline_text.ts';

const MESSAGE_LIMIT = 600;

/** Something that was noticed in a line of a file or an issue, and how to mend it. */
export type Remark = { readonly line: number; readonly message: string; readonly mend: string };

/** `line 14: what is so. How to mend it.` */
export function remarkText({ line, message, mend }: Remark): string {
  return `line ${line}: ${inlineText(message, MESSAGE_LIMIT)} ${inlineText(mend, MESSAGE_LIMIT)}`;
}
