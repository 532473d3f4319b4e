import { inlineText } from './inline_text.ts';
import type { Notice } from './notice.ts';

const NOTICE_LIMIT = 300;

/** The most decisions that a report lists: the newest. */
const DECISIONS = 30;

/** What people decided and did, as a list: what they asked for in vain is no part of it, nor what checks found. */
export function decisionList(notices: readonly Notice[]): string {
  return noticeList(notices.filter(({ sort }) => sort === 'done').slice(-DECISIONS));
}

/** Remarks as a list; names of branches and people in them notify nobody. */
export function noticeList(notices: readonly Notice[]): string {
  return notices.map(({ text }) => `- ${inlineText(text, NOTICE_LIMIT)}`).join('\n');
}
