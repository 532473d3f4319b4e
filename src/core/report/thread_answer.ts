import { commitLink } from './links.ts';
import { quotation } from './others_text.ts';

/** The most of an agent's answer that is posted, in UTF-16 code units. */
const ANSWER_LIMIT = 4_000;

/**
 * What a thread of a review is answered with: which commit came of it, and what the agent says. `commit` null: nothing was
 * changed. Resolving the thread is left to people.
 */
export function threadAnswer({
  commit,
  said,
  repositoryUrl,
  task,
  attempt,
}: {
  readonly commit: string | null;
  readonly said: string;
  readonly repositoryUrl: string;
  readonly task: string;
  readonly attempt: number;
}): string {
  const came = commit === null ? 'Nothing was changed for this' : `Taken up in ${commitLink(repositoryUrl, commit)}`;
  const words = said.trim();
  const from = `(\`${task}\`, attempt ${attempt})`;
  if (words === '') return `${came} ${from}. The agent says nothing more of it.`;
  return `${came} ${from}:\n\n${quotation(words, ANSWER_LIMIT)}`;
}
