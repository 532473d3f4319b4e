import type { LeaseDetails } from '../slices.ts';
import { isLeftByHand } from '../task/takeover.ts';
import { asData } from './as_data.ts';

/** What an agent is told of a person who had its task in their hands; empty: nobody had. */
export function returnedText({ task }: Pick<LeaseDetails, 'task'>, boundary: string): string {
  const { takeover } = task;
  if (takeover?.kind !== 'returned') return '';
  const { by, takenBy, change, words } = takeover;
  const gave = takenBy === undefined ? 'gave' : `${by} gave`;
  const lines = [`${takenBy ?? by} took this task into their own hands, and ${gave} it back.`];
  if (change !== null) {
    lines.push(
      isLeftByHand(task)
        ? `Your folder holds what they left, commit ${change.head}. Keep what they did, and go on from there. Where nothing is left to do, say so and end.`
        : `They left commit ${change.head}.`,
    );
    const shown = `\`git log --stat ${change.from}..${change.head}\` shows it`;
    if (change.summary === '') lines.push(`What they changed: ${shown}.`);
    else lines.push(`What they changed (${shown} in full):\n${asData(change.summary, boundary)}`);
  } else lines.push('They changed nothing.');
  if (words !== '') lines.push(`${takenBy === undefined ? 'They' : by} said:\n${asData(words, boundary)}`);
  return lines.join('\n\n');
}
