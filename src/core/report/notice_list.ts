import { inlineText } from './inline_text.ts';
import type { Notice } from './notice.ts';

const NOTICE_LIMIT = 300;

/** Remarks as a list; names of branches and people in them notify nobody. */
export function noticeList(notices: readonly Notice[]): string {
  return notices.map(({ text }) => `- ${inlineText(text, NOTICE_LIMIT)}`).join('\n');
}
