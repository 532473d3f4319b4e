import type { CheckAction, CheckText } from '../effects/effect.ts';
import { attemptText } from '../text/attempt_text.ts';
import { costText } from '../text/cost_text.ts';
import { counted } from '../text/counted.ts';
import { shortCommit } from '../text/short_commit.ts';
import { secondsText } from '../text/time_text.ts';
import { checkName } from './check_name.ts';
import { evidenceTable, evidenceTails, isGood, wasRun } from './evidence_text.ts';
import { fitSections } from './fit_sections.ts';
import { inlineText } from './inline_text.ts';
import { mention } from './links.ts';
import { findPlaces } from './places/find_places.ts';
import { GITHUB_TEXT_LIMIT, shortenLine } from './shorten.ts';
import type { TaskReport } from './task_report.ts';
import { wayOut } from './task_row.ts';

const TITLE_LIMIT = 200;
const MESSAGE_LIMIT = 2_000;

/** Buttons for what can be done about the task; one that would be refused is none. The check's name tells the task. */
const RETRY: CheckAction = { label: 'Retry', description: 'Do this task once more', identifier: 'retry' };

const ACTIONS: Readonly<Record<TaskReport['next'], readonly CheckAction[]>> = {
  merge: [],
  mend: [{ label: 'Cancel', description: 'Stop this task; its work is kept', identifier: 'cancel' }],
  given_up: [RETRY],
  quarantined: [RETRY],
};

/** The check run `planwright / <task>`: what the runner ran at this commit, how it ended, and what it said last. */
export function taskCheck(report: TaskReport): CheckText {
  const { task, outcome, repositoryUrl, commit } = report;
  const good = outcome.kind === 'succeeded';
  // A short message is the title.
  const told = good || outcome.message === titleOf(report, commit) ? '' : inlineText(outcome.message, MESSAGE_LIMIT);
  const summary = fitSections(
    [
      { text: told, worth: 4 },
      { text: whatNext(report), worth: 3 },
      { text: ran(report), worth: 2 },
      {
        text: evidenceTable(
          outcome.evidence.map((evidence) => ({ evidence })),
          repositoryUrl,
        ),
        worth: 1,
      },
    ].filter(({ worth }) => worth > 1 || outcome.evidence.length > 0),
    GITHUB_TEXT_LIMIT,
  );
  return {
    name: checkName(task.key),
    conclusion: good ? 'success' : 'failure',
    title: titleOf(report, commit),
    summary,
    text: evidenceTails(outcome.evidence, GITHUB_TEXT_LIMIT),
    places: good ? [] : findPlaces(outcome.evidence),
    actions: ACTIONS[report.next],
  };
}

function titleOf({ outcome }: TaskReport, commit: string): string {
  if (outcome.kind !== 'succeeded') return shortenLine(outcome.message.replace(/\s+/g, ' '), TITLE_LIMIT);
  const commands = outcome.evidence.filter(wasRun).length;
  return commands === 0
    ? `Nothing to verify at ${shortCommit(commit)}`
    : `${counted(commands, 'command')} passed at ${shortCommit(commit)}`;
}

/** What happens to failed work, or is wanted of people. */
function whatNext({ next, run, task }: TaskReport): string {
  switch (next) {
    case 'merge':
      return '';
    case 'mend':
      return task.kind === 'agent' ? 'Next: an agent goes on from this commit.' : 'Next: another attempt.';
    case 'given_up':
    case 'quarantined': {
      const whose = next === 'quarantined' ? ` of ${mention(run.owner)}` : '';
      return `Wanted${whose}${run.issue === null ? '' : `, on #${run.issue}`}: ${wayOut(task)}.`;
    }
    default:
      return next satisfies never;
  }
}

/** How it went, and what all attempts of the task have cost. */
function ran({ outcome, attempt, run, used }: TaskReport): string {
  const passed = passedText(outcome);
  const cost = costText(used);
  const spent = cost === null ? '' : `, the task cost ${cost}`;
  const plan = `${spent}${run.issue === null ? '' : `, plan #${run.issue}`}`;
  const took = secondsText(outcome.durationMs);
  if (outcome.kind === 'succeeded') return `${passed}; ${attemptText(attempt.number, attempt)} took ${took}${plan}.`;
  const counts = attempt.failures === 0 ? '' : `, failure ${attempt.failures} of ${attempt.failuresAllowed}`;
  return `${passed}; attempt ${attempt.number} took ${took}${counts}${plan}.`;
}

function passedText({ evidence }: TaskReport['outcome']): string {
  if (evidence.length === 0) return 'The task names no `verify` command';
  const all = evidence.filter(wasRun);
  if (all.length === 0) return 'The task names no `verify` command for these paths';
  return `${all.filter(isGood).length} of ${counted(all.length, 'command')} passed`;
}
