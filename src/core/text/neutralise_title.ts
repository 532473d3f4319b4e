import { harmlessPlainText, INVISIBLE } from '../../text/harmless.ts';

/** A title, which GitHub shows as plain text and which may become a commit's first line: mentions and keywords do not act. */
export function neutraliseTitle(title: string): string {
  return harmlessPlainText(title.replace(/\s+/g, ' ').replace(INVISIBLE, '').trim());
}
