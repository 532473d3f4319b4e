import { commitLink } from './links.ts';
import { quotation } from './others_text.ts';

/** The most of an agent's answer that is posted, in UTF-16 code units. */
const ANSWER_LIMIT = 4_000;

/**
 * What a thread of a review is answered with: which commit came after it, and what the agent says. Whether that mends what the thread
 * asks for nobody knows but who reads it. `commit` null: nothing was changed. Resolving the thread is left to people.
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
  const from = `attempt ${attempt} of \`${task}\``;
  const came =
    commit === null
      ? `After this, ${from} changed nothing`
      : `After this, ${from} made ${commitLink(repositoryUrl, commit)}`;
  const words = said.trim();
  if (words === '') return `${came}. The agent says nothing of this thread.`;
  return `${came}, and its agent says:\n\n${quotation(words, ANSWER_LIMIT)}`;
}
