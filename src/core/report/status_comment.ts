import { shortHash } from '../text/short_hash.ts';
import { inlineText } from './inline_text.ts';
import type { Notice } from './notice.ts';
import { noticeList } from './notice_list.ts';
import { groupProgress } from './progress.ts';
import type { RunReport } from './run_report.ts';
import { UNMARKED_TEXT_LIMIT } from './shorten.ts';
import { commandDetails, graphDetails, settingsDetails, warningDetails } from './status_details.ts';
import { statusHead } from './status_head.ts';
import { type TaskRows, taskRows } from './task_rows.ts';

const NOTICES_SHOWN = 20;
const GROUPS_SHOWN = 40;
const GROUP_TITLE_LIMIT = 60;
const LOGIN_LIMIT = 60;

/** How much is told: each step leaves out what matters least of what the step before told. */
type Fullness = { readonly graph: boolean; readonly settings: boolean; readonly finished: TaskRows };

const STEPS: readonly Fullness[] = [
  { graph: true, settings: true, finished: 'full' },
  { graph: false, settings: true, finished: 'full' },
  { graph: false, settings: false, finished: 'full' },
  { graph: false, settings: false, finished: 'short' },
];

/**
 * The one comment that shows how a run stands, without its hidden marker. Its first two lines say all that matters; below
 * are the table of tasks, what people did, and folded: graph, settings in force, commands. Within GitHub's limit however
 * large the plan is.
 */
export function statusComment(report: RunReport): string {
  for (const step of STEPS) {
    const text = compose(report, step, Number.POSITIVE_INFINITY);
    if (text.length <= UNMARKED_TEXT_LIMIT) return text;
  }
  const least: Fullness = { graph: false, settings: false, finished: 'short' };
  const withoutRows = compose({ ...report, tasks: [] }, least, 0, report).length;
  return compose(report, least, UNMARKED_TEXT_LIMIT - withoutRows);
}

/** `rowsLimit` in UTF-16 code units; `of` is what the rest of the comment is about, where the rows are left out. */
function compose(report: RunReport, fullness: Fullness, rowsLimit: number, of: RunReport = report): string {
  return [
    statusHead(of),
    refusedEdit(of),
    proposedEdit(of),
    taskRows(report, fullness.finished, rowsLimit),
    groupLine(of),
    notices(of),
    fullness.graph ? graphDetails(of) : '',
    fullness.settings ? settingsDetails(of) : '',
    warningDetails(of),
    commandDetails(of.appSlug),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Whoever wrote it looks for what became of it, and whoever may command learns of it. */
function refusedEdit({ refusedEdit: edit }: RunReport): string {
  if (edit === null) return '';
  const who = inlineText(edit.by, LOGIN_LIMIT);
  if (edit.task !== null) {
    return `${who} edited #${edit.task}, which this plan is made of, and may not change it: the run keeps the plan it has. Whoever may command here takes the edit over by editing #${edit.task} once more.`;
  }
  return `${who} edited the issue and may not change this plan: the run keeps the plan it has. Whoever may command here takes the edit over by editing the issue once more.`;
}

/** What is wanted of whoever may approve, and where. */
function proposedEdit({ proposedEdit: edit, repositoryUrl, run }: RunReport): string {
  if (edit === null) return '';
  const what = `${inlineText(edit.by, LOGIN_LIMIT)}'s edit of the plan`;
  const shown =
    edit.comment === null || run.issue === null
      ? what
      : `[${what}](${repositoryUrl}/issues/${run.issue}#issuecomment-${edit.comment})`;
  return `${shown} waits for approval: \`/planwright approve ${shortHash(edit.planHash)}\`. The run goes on with the plan it has until then.`;
}

function groupLine(report: RunReport): string {
  const groups = groupProgress(report);
  if (groups.length === 0) return '';
  const shown = groups
    .slice(0, GROUPS_SHOWN)
    .map(({ group, done, total }) => `${inlineText(group.title, GROUP_TITLE_LIMIT)} ${done} of ${total}`);
  const rest = groups.length - shown.length;
  return `Groups: ${shown.join(' · ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** What people did, and apart from it what is nobody's doing; the newest last. */
function notices({ notices: all, overrulable }: RunReport): string {
  const shown = all.slice(-NOTICES_SHOWN);
  const seen = shown.filter(isOnlySeen);
  const others = seen.length === 0 ? '' : `What was seen:\n${noticeList(seen)}`;
  return [
    deeds(
      shown.filter((notice) => !isOnlySeen(notice)),
      overrulable,
    ),
    others,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function isOnlySeen({ sort, overrulable }: Notice): boolean {
  return sort === 'seen' && overrulable === undefined;
}

/** What the orchestrator answered stands among it: whoever overrules it looks here. */
function deeds(lines: readonly Notice[], overrulable: RunReport['overrulable']): string {
  if (lines.length === 0) return '';
  const isDecided = lines.some((line) => line.overrulable !== undefined);
  const way =
    overrulable === null ? '' : `\n\n\`/planwright answer Q${overrulable} …\` overrules it until the work is in.`;
  return `${!isDecided ? 'What people did' : 'What was decided and done'}:\n${noticeList(lines)}${way}`;
}
