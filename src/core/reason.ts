import type { FailureClass } from '../protocol/outcome.ts';

/** All the reasons by which a run can be paused. */
export const PAUSE_CODES = [
  'paused_by_person',
  'issue_closed',
  'issue_unlabelled',
  'integration_deleted',
  'integration_rewritten',
  'app_removed',
  'app_suspended',
  'app_out_of_reach',
] as const;
/** Why a run can be paused. */
export type PauseCode = (typeof PAUSE_CODES)[number];

/** Whether a code, as it was stored or read, is one of a pause. */
export function isPauseCode(code: string): code is PauseCode {
  return (PAUSE_CODES as readonly string[]).includes(code);
}

/** Why a run or task stands where it stands, for people. `code` is stable. */
export type Reason = {
  readonly code:
    | 'dependency_failed'
    | 'dependency_canceled'
    | 'dependency_skipped'
    | 'retries_used_up'
    | 'never_retried'
    | 'conflict'
    | 'canceled_by_person'
    | 'run_canceled'
    | 'run_timed_out'
    | 'tasks_failed'
    | 'could_not_begin'
    | 'publish_refused'
    | 'skipped_by_person'
    /** Of a hidden task: nobody waits for what it is there for. */
    | 'not_needed'
    /** Why it is at work once more: somebody reviewed what it had made, or a check of that failed. */
    | 'reviewed'
    | 'check_failed'
    /** Its work is published, and merged when these have passed. */
    | 'checks_awaited'
    /** A person did not let its verified work in. */
    | 'rejected_by_person'
    /** The plan of the run has the task no more. */
    | 'removed_from_plan'
    | PauseCode
    /** A person closed a pull request without merging it. */
    | 'pull_request_closed'
    | 'final_pull_request_closed'
    /** GitHub does not take it; what is in waits on the integration branch. */
    | 'final_pull_request_refused';
  readonly message: string;
  /** The class of the failure that decided, where one did. */
  readonly class?: FailureClass;
  /** Key of the task that is to blame, where it is another one. */
  readonly task?: string;
};

/** Why a run is paused. */
export type PauseReason = Reason & { readonly code: PauseCode };
