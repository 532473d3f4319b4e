import { commandLine } from '../../protocol/command_line.ts';
import type { FailureClass } from '../../protocol/outcome.ts';
import type { KeptWork } from '../kept_work.ts';
import type { LeaseDetails } from '../slices.ts';
import { isToBeMended } from '../task/pushed_commits.ts';
import { isGivenBack } from '../task/takeover.ts';
import { workLeftAside, workToGoOnFrom } from '../task/work_to_go_on_from.ts';
import { asData, verbatim } from './as_data.ts';

/** The most of one failed command's output that a prompt carries, in UTF-16 code units: its end. */
const OUTPUT_IN_PROMPT = 6_000;

/** How attempts ended in which nothing went wrong. */
const ORDERED_ENDS: Partial<Record<FailureClass, string>> = {
  blocked: 'stopped to ask',
  paused: 'was stopped because the run was paused',
  taken: 'was stopped because a person took the task over',
  run_budget: 'was stopped because the budget of the run was used up',
  overruled: 'was stopped because a person overruled an answer that it worked with',
};

/** What an agent is told of the attempts before, with the evidence, as data; empty: there is nothing to tell. */
export function earlierText(details: Pick<LeaseDetails, 'task' | 'earlier' | 'kept'>, boundary: string): string {
  const here = workToGoOnFrom(details);
  const lines = [...failureLines(details.earlier, here, boundary), ...interruptionLines(details, here)];
  return lines.join('\n\n');
}

/** Of the newest attempt that says something; `here`: what the folder holds of a later one. */
function failureLines(earlier: LeaseDetails['earlier'], here: KeptWork | null, boundary: string): readonly string[] {
  if (earlier === null) return [];
  const { number, commit } = earlier;
  const asOrdered = ORDERED_ENDS[earlier.class];
  if (earlier.class === 'rejected') {
    const said = `Attempt ${number} passed its verification, and a person did not let its work in. What they said:`;
    return [`${said}\n${asData(earlier.message, boundary)}`];
  }
  if (asOrdered !== undefined) return here?.number === number ? [] : [`Attempt ${number} ${asOrdered}.`];
  const lines = [`Attempt ${number} ended with:\n${verbatim(earlier.message, boundary)}`];
  for (const evidence of earlier.evidence) {
    const output = verbatim(evidence.outputTail.slice(-OUTPUT_IN_PROMPT), boundary);
    const command = verbatim(commandLine(evidence.argv), boundary);
    lines.push(`This was run:\n${command}`, `It ended so: ${evidence.end}. The end of its output:\n${output}`);
  }
  if (commit !== null && commit !== here?.commit) {
    lines.push(`What that attempt left is commit ${commit}; \`git show ${commit}\` shows it.`);
  }
  return lines;
}

/** Of work that interrupted attempts left: what the folder holds, and what nobody has taken over. */
function interruptionLines(
  details: Pick<LeaseDetails, 'task' | 'earlier' | 'kept'>,
  here: KeptWork | null,
): readonly string[] {
  const aside = workLeftAside(details).filter(({ number }) => number !== details.earlier?.number);
  return [
    ...(here === null
      ? []
      : [
          `Attempt ${here.number} ${ORDERED_ENDS[here.class] ?? 'was interrupted'}. Your folder holds what it had done, commit ${here.commit}; go on from there.`,
        ]),
    ...aside.map(
      ({ number, commit }) =>
        `Attempt ${number} was interrupted and left commit ${commit}, which is not in your folder; \`git show ${commit}\` shows it. Take over what is of use.`,
    ),
  ];
}

/** What an agent is told of commits that people pushed; empty: they pushed none that it has to mend. */
export function pushedText({ task, earlier }: Pick<LeaseDetails, 'task' | 'earlier'>): string {
  // Of what had passed, and was sent back, is told elsewhere.
  if (!isToBeMended(task) || earlier?.class === 'rejected' || isGivenBack(task)) return '';
  return `People pushed commits to the branch of this task, up to ${task.pushed}. Your folder holds them. Keep what they did, and mend what did not pass.`;
}
