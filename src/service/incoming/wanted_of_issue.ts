import type { IncomingBody, IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { Reason } from '../../core/reason.ts';
import type { RunRecord } from '../../core/records.ts';
import { runHasEnded } from '../../core/run/run_state.ts';

/** The part of an event that says what happened to an issue. */
export type IssueEvent = Extract<IncomingBody, { kind: 'issue' }>;

/**
 * What an event of an issue calls for, before anybody is asked for permission. `note`: nothing, except that older news must
 * not start anything any more. `withdraw`: what waits for approval waits no more. `compare`: whether the plan was edited while it runs.
 */
export type WantedOfIssue =
  | { readonly kind: 'start' }
  | { readonly kind: 'pause'; readonly run: RunRecord; readonly because: 'issue_closed' | 'issue_unlabelled' }
  | { readonly kind: 'resume'; readonly run: RunRecord }
  | { readonly kind: 'compare'; readonly run: RunRecord }
  | { readonly kind: 'withdraw'; readonly because: 'issue_closed' | 'issue_unlabelled' }
  | { readonly kind: 'note' }
  | { readonly kind: 'nothing'; readonly why: string };

/** Pauses that the issue, or a person by name, has made; those that something broken has made end by a command alone. */
const ENDED_BY_ISSUE: ReadonlySet<Reason['code']> = new Set(['issue_closed', 'issue_unlabelled', 'paused_by_person']);

const NO_PLAN = 'The issue is no plan.';

/** Whether an issue carries the label that makes it a plan. */
export function isPlan({ labels }: Pick<IncomingIssue, 'labels'>, label: string): boolean {
  return labels.some((name) => isSame(name, label));
}

/** What an issue has had: its newest run, whether a further start was refused after that, and whether a plan of it waits for approval. */
export type BeforeEvent = { readonly run: RunRecord | null; readonly wasRefused: boolean; readonly waits: boolean };

/** `label` is what makes an issue a plan. */
export function wantedOfIssue(
  event: IssueEvent,
  { run, wasRefused, waits }: BeforeEvent,
  label: string,
): WantedOfIssue {
  const { action, issue } = event;
  const isLabel = (name: string | null) => name !== null && isSame(name, label);
  const labelled = isPlan(issue, label);
  const active = run === null || runHasEnded(run.state) ? null : run;
  switch (action) {
    case 'closed':
      if (active !== null) return { kind: 'pause', run: active, because: 'issue_closed' };
      if (waits) return { kind: 'withdraw', because: 'issue_closed' };
      return labelled ? { kind: 'note' } : nothing(NO_PLAN);
    case 'unlabeled':
      if (!isLabel(event.label)) return nothing('The label is none that matters here.');
      if (active !== null) return { kind: 'pause', run: active, because: 'issue_unlabelled' };
      return waits ? { kind: 'withdraw', because: 'issue_unlabelled' } : { kind: 'note' };
    case 'labeled':
      if (!isLabel(event.label)) return nothing('The label is none that matters here.');
      return active === null ? startWhenOpen(event) : goOn(active, event, labelled);
    case 'reopened':
      if (active !== null) return goOn(active, event, labelled);
      return labelled ? startWhenOpen(event) : nothing(NO_PLAN);
    case 'opened':
      if (run !== null) return nothing('The issue has had a run already.');
      return labelled ? startWhenOpen(event) : nothing(NO_PLAN);
    case 'edited':
      if (active !== null) return { kind: 'compare', run: active };
      if (waits) return startWhenOpen(event);
      if (run !== null && !wasRefused) return nothing('Its run has ended; editing starts no other.');
      return labelled ? startWhenOpen(event) : nothing(NO_PLAN);
    default:
      return action satisfies never;
  }
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function startWhenOpen({ issue }: IssueEvent): WantedOfIssue {
  return issue.state === 'open' ? { kind: 'start' } : nothing('The issue is closed.');
}

function goOn(run: RunRecord, { issue }: IssueEvent, labelled: boolean): WantedOfIssue {
  if (issue.state === 'closed') return nothing('The issue is closed.');
  const code = run.state === 'paused' ? run.reason?.code : undefined;
  const goesOn = code !== undefined && ENDED_BY_ISSUE.has(code) && (labelled || code !== 'issue_unlabelled');
  return goesOn ? { kind: 'resume', run } : { kind: 'note' };
}

function nothing(why: string): WantedOfIssue {
  return { kind: 'nothing', why };
}
