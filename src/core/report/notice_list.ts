import { inlineText } from './inline_text.ts';

const NOTICE_LIMIT = 300;

/** Remarks as a list; names of branches and people in them notify nobody. */
export function noticeList(notices: readonly string[]): string {
  return notices.map((notice) => `- ${inlineText(notice, NOTICE_LIMIT)}`).join('\n');
}
