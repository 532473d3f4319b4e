import type { PromptPart } from '../../protocol/execution_request.ts';
import { continuation } from '../decide/continuation.ts';
import type { LeaseDetails } from '../decide/slices.ts';
import { earlierText, pushedText } from './earlier_text.ts';

/** What is said to an agent whose conversation goes on: only what it does not know from there. */
export function resumeParts(details: LeaseDetails): readonly PromptPart[] {
  const parts: readonly PromptPart[] = [
    { title: 'Go on', text: goOn(details) },
    { title: 'What people pushed', text: pushedText(details) },
    { title: 'What went wrong', text: isInterrupted(details) ? '' : earlierText(details) },
  ];
  return parts.filter(({ text }) => text !== '');
}

function goOn(details: LeaseDetails): string {
  const { task, recent } = details;
  const what = isInterrupted(details)
    ? `Attempt ${recent[0]?.number ?? task.attempts} was interrupted before it ended. Continue where you were.`
    : 'Mend what is told below.';
  return [
    `You go on with the task \`${task.key}\`. ${what}`,
    folderText(details),
    'Your task and how your work is taken are as before.',
  ].join('\n\n');
}

/** Whether the last attempt ended by no fault that could be mended. */
function isInterrupted({ recent: [last] }: LeaseDetails): boolean {
  return last?.class === 'lost' || last?.class === 'transient' || last?.class === 'paused';
}

/** The folder need not be as the agent remembers it. */
function folderText(details: LeaseDetails): string {
  const from = continuation(details);
  if (from !== null) return `Your folder stands at commit ${from.commit}, with nothing in it that was not committed.`;
  return 'Your folder was made anew from the branch that your work goes into: what you changed before is not in it. Look at it, and do again what is missing.';
}
