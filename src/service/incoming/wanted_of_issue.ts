import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import type { Reason } from '../../core/reason.ts';
import type { RunRecord } from '../../core/records.ts';
import { runHasEnded } from '../../core/run/run_state.ts';

/** The part of an event that says what happened to an issue. */
export type IssueEvent = Extract<IncomingBody, { kind: 'issue' }>;

/**
 * What an event of an issue calls for, before anybody is asked for permission. `note`: nothing, except that older news must
 * not start anything any more. `compare`: whether the plan was edited while it runs.
 */
export type WantedOfIssue =
  | { readonly kind: 'start' }
  | { readonly kind: 'pause'; readonly run: RunRecord; readonly because: 'issue_closed' | 'issue_unlabelled' }
  | { readonly kind: 'resume'; readonly run: RunRecord }
  | { readonly kind: 'compare'; readonly run: RunRecord }
  | { readonly kind: 'note' }
  | { readonly kind: 'nothing'; readonly why: string };

/** Pauses that the issue, or a person by name, has made; those that something broken has made end by a command alone. */
const ENDED_BY_ISSUE: ReadonlySet<Reason['code']> = new Set(['issue_closed', 'issue_unlabelled', 'paused_by_person']);

const NO_PLAN = 'The issue is no plan.';

/** `run` is the newest run of the issue; `label` is what makes an issue a plan. */
export function wantedOfIssue(event: IssueEvent, run: RunRecord | null, label: string): WantedOfIssue {
  const { action, issue } = event;
  const isLabel = (name: string | null) => name?.toLowerCase() === label.toLowerCase();
  const isPlan = issue.labels.some(isLabel);
  const active = run === null || runHasEnded(run.state) ? null : run;
  switch (action) {
    case 'closed':
      if (active !== null) return { kind: 'pause', run: active, because: 'issue_closed' };
      return isPlan ? { kind: 'note' } : nothing(NO_PLAN);
    case 'unlabeled':
      if (!isLabel(event.label)) return nothing('The label is none that matters here.');
      return active === null ? { kind: 'note' } : { kind: 'pause', run: active, because: 'issue_unlabelled' };
    case 'labeled':
      if (!isLabel(event.label)) return nothing('The label is none that matters here.');
      return active === null ? startWhenOpen(event) : goOn(active, event, isPlan);
    case 'reopened':
      if (active !== null) return goOn(active, event, isPlan);
      return isPlan ? startWhenOpen(event) : nothing(NO_PLAN);
    case 'opened':
      if (run !== null) return nothing('The issue has had a run already.');
      return isPlan ? startWhenOpen(event) : nothing(NO_PLAN);
    case 'edited':
      if (active !== null) return { kind: 'compare', run: active };
      if (run !== null) return nothing('Its run has ended; editing starts no other.');
      return isPlan ? startWhenOpen(event) : nothing(NO_PLAN);
    default:
      return action satisfies never;
  }
}

function startWhenOpen({ issue }: IssueEvent): WantedOfIssue {
  return issue.state === 'open' ? { kind: 'start' } : nothing('The issue is closed.');
}

function goOn(run: RunRecord, { issue }: IssueEvent, isPlan: boolean): WantedOfIssue {
  if (issue.state === 'closed') return nothing('The issue is closed.');
  const code = run.state === 'paused' ? run.reason?.code : undefined;
  const goesOn = code !== undefined && ENDED_BY_ISSUE.has(code) && (isPlan || code !== 'issue_unlabelled');
  return goesOn ? { kind: 'resume', run } : { kind: 'note' };
}

function nothing(why: string): WantedOfIssue {
  return { kind: 'nothing', why };
}
