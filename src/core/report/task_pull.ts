import { taskBranch } from '../branch_names.ts';
import type { PullText } from '../effects/effect.ts';
import { agentText } from '../text/agent_text.ts';
import { attemptOfText } from '../text/attempt_text.ts';
import { commitMessage } from '../text/commit_message.ts';
import { neutraliseTitle } from '../text/neutralise_title.ts';
import { minutesText } from '../text/time_text.ts';
import { datedCostText } from './dated_cost.ts';
import { evidenceTable, wasRun } from './evidence_text.ts';
import { fitSections, type Section } from './fit_sections.ts';
import { headingsLowered } from './headings_lowered.ts';
import { inlineText } from './inline_text.ts';
import { branchLink, commitLink } from './links.ts';
import { taskMarker } from './markers.ts';
import { othersText, quotation } from './others_text.ts';
import { GITHUB_TEXT_LIMIT } from './shorten.ts';
import type { TaskReport } from './task_report.ts';

const INSTRUCTIONS_LIMIT = 12_000;
const CRITERION_LIMIT = 500;
const SUMMARY_LIMIT = 12_000;
const TITLE_LIMIT = 200;
const AGENT_LIMIT = 200;

/**
 * A task's pull request as its reviewer wants to read it: what was wanted, by which criteria, what the runner checked, what
 * the agent says, and where it comes from. The last line is the hidden marker.
 */
export function taskPull(report: TaskReport): PullText {
  const { task, run, attempt } = report;
  const marker = taskMarker(run.id, task.key);
  const subject = commitMessage(task, run.id, attempt.number).split('\n', 1)[0] ?? task.key;
  const sections: Section[] = [
    { text: `\`${task.key}\`: ${inlineText(task.spec.title, TITLE_LIMIT)}`, worth: 9 },
    { text: othersText(task.spec.instructions, INSTRUCTIONS_LIMIT), worth: 4, whole: true },
    { text: criteriaText(report), worth: 2 },
    { text: evidenceSection(report), worth: 1 },
    { text: agentWords(report), worth: 3, whole: true },
    { text: headText(report), worth: 8 },
    { text: footer(report), worth: 10 },
  ];
  const body = fitSections(sections, GITHUB_TEXT_LIMIT - marker.length - 2);
  return { title: neutraliseTitle(subject), body: `${body}\n\n${marker}` };
}

function criteriaText({ task }: TaskReport): string {
  if (task.spec.criteria.length === 0) return '';
  const items = task.spec.criteria.map(
    ({ text, done }) => `- [${done ? 'x' : ' '}] ${inlineText(text, CRITERION_LIMIT)}`,
  );
  return `### Criteria\n\n${items.join('\n')}`;
}

/** The commands that the runner itself ran, or that there were none. */
function evidenceSection({ outcome, repositoryUrl }: TaskReport): string {
  if (outcome.evidence.length === 0) return 'Nothing was run to check this: the task names no `verify` command.';
  const rows = outcome.evidence.map((evidence) => ({ evidence }));
  const nothing = outcome.evidence.some(wasRun) ? '' : 'There is nothing to verify for these paths.\n\n';
  return `### Checked by the runner\n\n${nothing}${evidenceTable(rows, repositoryUrl)}`;
}

function agentWords({ outcome }: TaskReport): string {
  const summary = quotation(headingsLowered(outcome.summary), SUMMARY_LIMIT);
  return summary === '' ? '' : `### What the agent says\n\n${summary}`;
}

/** Where the work is, and how much of it. */
function headText(report: TaskReport): string {
  const { repositoryUrl, run, task, commit } = report;
  const branch = branchLink(repositoryUrl, taskBranch(run.branchPrefix, task.key));
  return `Head: ${commitLink(repositoryUrl, commit)} on ${branch}. ${changesText(report)}`;
}

function changesText({ outcome: { changedFiles, insertions, deletions } }: TaskReport): string {
  if (changedFiles === 0) return 'No files changed.';
  return `${changedFiles} ${changedFiles === 1 ? 'file' : 'files'} changed, +${insertions} −${deletions}.`;
}

/** Where it comes from: who did it, in which attempt, how long that took, and what all attempts have cost. */
function footer({ run, task, attempt, outcome, used }: TaskReport): string {
  const { agent, provider, model } = attempt;
  const cost = datedCostText(used);
  const parts = [
    `Task \`${task.key}\`${run.issue === null ? '' : ` of #${run.issue}`}`,
    agent === null ? 'a command' : inlineText(agentText({ agent, provider, model }), AGENT_LIMIT),
    attemptOfText(attempt.number, attempt),
    minutesText(outcome.durationMs),
    ...(cost === null ? [] : [cost]),
  ];
  return `---\n\n${parts.join(' · ')}`;
}
