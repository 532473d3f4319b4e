import { commandLine } from '../../protocol/command_line.ts';
import type { LeaseDetails } from '../slices.ts';
import { isToBeMended } from '../task/pushed_commits.ts';
import { verbatim } from './as_data.ts';

/** The most of one failed command's output that a prompt carries, in UTF-16 code units: its end. */
const OUTPUT_IN_PROMPT = 6_000;

/** What an agent is told of the attempt before, with the evidence, as data; empty: there is nothing to tell. */
export function earlierText({ earlier }: Pick<LeaseDetails, 'earlier'>, boundary: string): string {
  if (earlier === null) return '';
  if (earlier.class === 'blocked') {
    const left = earlier.commit === null ? '' : ` Your folder holds what it had done, commit ${earlier.commit}.`;
    return `Nothing: attempt ${earlier.number} stopped to ask.${left} Go on from there with the answer.`;
  }
  if (earlier.class === 'paused' && earlier.commit !== null) {
    return `Attempt ${earlier.number} was stopped because the run was paused. Your folder holds what it had done, commit ${earlier.commit}; go on from there.`;
  }
  const lines = [`Attempt ${earlier.number} ended with:\n${verbatim(earlier.message, boundary)}`];
  for (const evidence of earlier.evidence) {
    const output = verbatim(evidence.outputTail.slice(-OUTPUT_IN_PROMPT), boundary);
    lines.push(`\`${commandLine(evidence.argv)}\` ${evidence.end}:`, output);
  }
  if (earlier.commit !== null) {
    lines.push(`What that attempt left is commit ${earlier.commit}; \`git show ${earlier.commit}\` shows it.`);
  }
  return lines.join('\n\n');
}

/** What an agent is told of commits that people pushed; empty: they pushed none that it has to mend. */
export function pushedText({ task }: Pick<LeaseDetails, 'task'>): string {
  if (!isToBeMended(task)) return '';
  return `People pushed commits to the branch of this task, up to ${task.pushed}. Your folder holds them. Keep what they did, and mend what did not pass.`;
}
