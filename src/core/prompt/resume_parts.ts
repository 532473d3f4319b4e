import type { PromptPart } from '../../protocol/execution_request.ts';
import { isInterruption } from '../retry/failure_policy.ts';
import type { LeaseDetails } from '../slices.ts';
import { continuation } from '../task/continuation.ts';
import { answersText } from './answers_text.ts';
import { aboutData } from './as_data.ts';
import { earlierText, pushedText } from './earlier_text.ts';
import { findingsText } from './findings_text.ts';
import { ownWordsText } from './own_words_text.ts';
import { returnedText } from './returned_text.ts';

/**
 * What is said to an agent whose conversation goes on: only what it does not know from there.
 *
 * @param knownTo number of the attempt that used the conversation last
 * @param boundary a line that nobody can know who wrote an answer or a message
 */
export function resumeParts(details: LeaseDetails, knownTo: number, boundary: string): readonly PromptPart[] {
  const parts: readonly PromptPart[] = [
    { title: 'Go on', text: goOn(details, knownTo, boundary) },
    { title: 'What people pushed', text: pushedText(details) },
    { title: 'What a person did', text: wasReturned(details, knownTo) ? returnedText(details, boundary) : '' },
    { title: 'What reviews and checks found', text: findingsText(details, boundary) },
    { title: 'What a person wants now', text: ownWordsText(details, boundary) },
    { title: 'Answers to your questions', text: answersText(details.answers, boundary) },
    { title: 'What went wrong', text: hasToMend(details, knownTo) ? earlierText(details, boundary) : '' },
  ];
  return parts.filter(({ text }) => text !== '');
}

/** Whether the last attempt ended to wait for an answer. */
function hasAsked({ recent: [last] }: LeaseDetails): boolean {
  return last?.class === 'blocked';
}

function goOn(details: LeaseDetails, knownTo: number, boundary: string): string {
  const { task, recent } = details;
  const last = recent[0]?.number ?? task.attempts;
  const what = wasReturned(details, knownTo)
    ? 'A person had it in their hands meanwhile. What they did is told below; go on from there.'
    : hasAsked(details)
      ? `Attempt ${last} stopped to ask. The answer is below; continue with it where you were.`
      : isInterrupted(details)
        ? `Attempt ${last} was interrupted before it ended. Continue where you were.`
        : 'Mend what is told below.';
  return [
    `You go on with the task \`${task.key}\`. ${what}`,
    folderText(details),
    `Your task and how your work is taken are as before. ${aboutData(boundary)}`,
  ].join('\n\n');
}

/** Whether a person gave the task back since the conversation was used. */
function wasReturned({ task: { takeover } }: LeaseDetails, knownTo: number): boolean {
  return takeover?.kind === 'returned' && knownTo <= takeover.afterAttempt;
}

function isInterrupted({ recent: [last] }: LeaseDetails): boolean {
  return isInterruption(last?.class ?? null);
}

/** Whether something failed since the conversation was told what to mend: in its own attempt, or in later ones elsewhere. */
function hasToMend(details: LeaseDetails, knownTo: number): boolean {
  const { earlier } = details;
  if (!isInterrupted(details)) return true;
  return earlier !== null && !isInterruption(earlier.class) && earlier.number >= knownTo;
}

/** The folder need not be as the agent remembers it. */
function folderText(details: LeaseDetails): string {
  const from = continuation(details);
  if (from !== null) return `Your folder stands at commit ${from.commit}, with nothing in it that was not committed.`;
  return 'Your folder was made anew from the branch that your work goes into: what you changed before is not in it. Look at it, and do again what is missing.';
}
