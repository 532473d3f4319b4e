import type { EventBody } from '../events.ts';
import type { NoticeSort } from '../notice_sort.ts';
import { amountsText } from '../text/budget_text.ts';
import { counted } from '../text/counted.ts';
import { editCounts } from '../text/edit_counts.ts';
import { code } from '../text/fence.ts';
import { shortCommit } from '../text/short_commit.ts';

/** Events that people are told of in words: what they asked for, and what was noticed of what they did. */
export type NoticeBody = Extract<
  EventBody,
  {
    readonly kind:
      | 'noticed'
      | 'branch_pushed'
      | 'retry_requested'
      | 'skip_requested'
      | 'task_taken'
      | 'task_returned'
      | 'pause_requested'
      | 'resume_requested'
      | 'task_cancel_requested'
      | 'run_cancel_requested'
      | 'plan_edited'
      | 'plan_edit_proposed'
      | 'plan_edit_refused'
      | 'budget_changed';
  }
>;

/** What a report tells of such an event. */
export type Notice = {
  /** One sentence. */
  readonly text: string;
  readonly sort: NoticeSort;
  /** The question that the orchestrator answered; absent: it tells of something else. */
  readonly overrulable?: number;
};

/** What is told of the event, by the key of the task that it is about; null: it is about the run. */
export function noticeOf(task: string | null, body: NoticeBody): Notice {
  const told = { text: sentenceOf(task, body), sort: sortOf(body) };
  return body.kind === 'noticed' && body.overrulable !== undefined ? { ...told, overrulable: body.overrulable } : told;
}

function sortOf(body: NoticeBody): NoticeSort {
  switch (body.kind) {
    case 'noticed':
      return body.sort ?? (body.overrulable === undefined ? 'done' : 'seen');
    // The run keeps the plan that it has. Once somebody approves an edit that waits, that is an event of its own.
    case 'plan_edit_proposed':
    case 'plan_edit_refused':
      return 'in_vain';
    case 'branch_pushed':
    case 'retry_requested':
    case 'skip_requested':
    case 'task_taken':
    case 'task_returned':
    case 'pause_requested':
    case 'resume_requested':
    case 'task_cancel_requested':
    case 'run_cancel_requested':
    case 'plan_edited':
    case 'budget_changed':
      return 'done';
    default:
      return body satisfies never;
  }
}

function sentenceOf(task: string | null, body: NoticeBody): string {
  const what = task === null ? 'the run' : `\`${task}\``;
  switch (body.kind) {
    case 'noticed':
      return body.what;
    case 'branch_pushed':
      return pushedTo(body, what);
    case 'retry_requested':
      return `${body.by} asked to retry ${what}.`;
    case 'skip_requested':
      return `${body.by} asked to skip ${what}.`;
    case 'task_taken':
      return `${body.by} took ${what} into their own hands.`;
    case 'task_returned':
      return `${body.by} gave ${what} back${body.changed ? ' with changes' : ''}.`;
    case 'pause_requested':
      return `${body.by} ${pausedBy(body, what)}.`;
    case 'resume_requested':
      return `${body.by} resumed ${what}.`;
    case 'task_cancel_requested':
    case 'run_cancel_requested':
      return `${body.by} asked to cancel ${what}.`;
    case 'plan_edited':
      return `${body.by} edited the plan: ${editCounts(body)}${body.approvedBy === undefined ? '' : `; ${body.approvedBy} approved it`}.`;
    case 'plan_edit_proposed':
      return `${body.by} edited the plan: ${editCounts(body)}. It waits for approval.`;
    case 'plan_edit_refused':
      return `${body.by} edited the plan; with ${counted(body.problems.length + body.untold, 'thing')} to mend, the run keeps the one it has.`;
    case 'budget_changed':
      return `${body.by} set the budget to ${amountsText(body.to)}.`;
    default:
      return body satisfies never;
  }
}

function pushedTo({ by, commit, dropped }: Extract<NoticeBody, { kind: 'branch_pushed' }>, what: string): string {
  if (dropped === undefined) return `${by} pushed ${shortCommit(commit)} to the branch of ${what}.`;
  const place = `${shortCommit(commit)} took the place of ${shortCommit(dropped.commit)}, which stays at \`${dropped.ref}\``;
  return `${by} rewrote the branch of ${what}: ${place}. What was pushed is verified.`;
}

/** What a person did that paused a run, to be read after the name. */
function pausedBy({ because, label = '' }: Extract<NoticeBody, { kind: 'pause_requested' }>, what: string): string {
  switch (because) {
    case 'issue_closed':
      return `closed the issue, which paused ${what}`;
    case 'issue_unlabelled':
      return `took the label ${code(label)} off the issue, which paused ${what}`;
    case 'integration_deleted':
      return `deleted the integration branch, which paused ${what}`;
    case 'integration_rewritten':
      return `rewrote the integration branch, which paused ${what}`;
    case 'app_removed':
      return `took the repository away from the App, which paused ${what}`;
    case 'app_suspended':
      return `suspended the App, which paused ${what}`;
    case 'app_out_of_reach':
      return `moved the repository to an owner without the App, or took it away, which paused ${what}`;
    case 'paused_by_person':
      return `paused ${what}`;
    default:
      return because satisfies never;
  }
}
