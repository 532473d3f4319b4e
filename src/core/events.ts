import type { AttemptAction, FailureClass } from '../protocol/outcome.ts';
import type { Amounts } from '../protocol/usage.ts';
import type { NoticeSort } from './notice_sort.ts';
import type { PlanEditBody } from './plan_edit.ts';
import type { PauseCode, Reason } from './reason.ts';
import type { RunState } from './run/run_state.ts';
import type { TaskState } from './task/task_state.ts';

/**
 * One thing that happened in a run. Append-only, numbered per run by the store.
 * `task` is a key, `attempt` a number; both are absent where the event is about the run.
 */
export type EventBody =
  | {
      readonly kind: 'run_created';
      readonly name: string;
      readonly owner: string;
      /** Who started it, which need not be the owner. */
      readonly by: string;
      readonly planHash: string;
      readonly tasks: number;
    }
  /** The plan waited for approval, and somebody approved it. Written with `run_created`. */
  | { readonly kind: 'plan_approved'; readonly by: string; readonly planHash: string }
  | PlanEditBody
  | { readonly kind: 'run_moved'; readonly from: RunState; readonly to: RunState; readonly reason?: Reason }
  | { readonly kind: 'run_cancel_requested'; readonly how: 'graceful' | 'immediate'; readonly by: string }
  | {
      readonly kind: 'task_moved';
      readonly from: TaskState;
      readonly to: TaskState;
      readonly reason?: Reason;
      readonly delayMs?: number;
    }
  | { readonly kind: 'task_cancel_requested'; readonly how: 'graceful' | 'immediate'; readonly by: string }
  | {
      readonly kind: 'attempt_leased';
      readonly runner: string;
      readonly agent: string | null;
      readonly routing: string;
    }
  | { readonly kind: 'attempt_started'; readonly base: string; readonly startCommit: string }
  | { readonly kind: 'attempt_progress'; readonly text: string }
  | { readonly kind: 'attempt_succeeded'; readonly commit: string | null; readonly durationMs: number }
  | {
      readonly kind: 'attempt_ended';
      readonly class: FailureClass;
      readonly message: string;
      readonly action?: AttemptAction;
      readonly failedProvider?: string;
      readonly commit: string | null;
    }
  /** Q`n`, asked of a person. Written with the question, which is numbered then. */
  | {
      readonly kind: 'question_asked';
      readonly n: number;
      readonly text: string;
      readonly options: readonly string[];
      /** What counts where nobody answers by the deadline. */
      readonly default: string | null;
      readonly deadlineAt: number | null;
      /** Present where the orchestrator looks at it before people are asked. */
      readonly isWithOrchestrator?: true;
    }
  /** `before`: the answer that it takes the place of, which was edited, or the orchestrator's and is overruled. */
  | {
      readonly kind: 'question_answered';
      readonly n: number;
      readonly answer: string;
      readonly by: string;
      readonly before?: string;
    }
  /** People are asked now, since the orchestrator did not answer. */
  | { readonly kind: 'question_passed_on'; readonly n: number; readonly because: string }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'question_withdrawn'; readonly n: number; readonly because: string }
  /** Its deadline has passed, there is no default, and people were reminded. */
  | { readonly kind: 'question_reminded'; readonly n: number }
  /** Its deadline has passed, so that the default counts. */
  | { readonly kind: 'question_expired'; readonly n: number; readonly answer: string }
  | { readonly kind: 'attempt_given_back'; readonly message: string }
  | { readonly kind: 'attempt_revived' }
  | { readonly kind: 'task_published'; readonly branch: string; readonly commit: string }
  | { readonly kind: 'task_merged'; readonly mergeCommit: string }
  | { readonly kind: 'merge_conflict'; readonly ours: string; readonly paths: readonly string[] }
  /** A person changed what the agents of the run may use. */
  | { readonly kind: 'budget_changed'; readonly from: Amounts; readonly to: Amounts; readonly by: string }
  /** All that they may use is used: none begins, and those at work are told to end. */
  | { readonly kind: 'budget_spent'; readonly used: string }
  | { readonly kind: 'retry_requested'; readonly by: string }
  | { readonly kind: 'skip_requested'; readonly by: string }
  /** A person let it start before anybody was asked. */
  | { readonly kind: 'task_approved'; readonly by: string }
  | { readonly kind: 'task_taken'; readonly by: string }
  /** `changed`: whether its branch holds more than was left to the person. */
  | { readonly kind: 'task_returned'; readonly by: string; readonly changed: boolean }
  /** `label`: the one that was taken off, where that paused the run. */
  | {
      readonly kind: 'pause_requested';
      readonly by: string;
      readonly because: PauseCode;
      readonly label?: string;
    }
  | { readonly kind: 'resume_requested'; readonly by: string }
  /**
   * People pushed commits to a task's branch; its evidence is stale. `dropped`: the task's own commit is on the branch no more;
   * `ref` keeps it.
   */
  | {
      readonly kind: 'branch_pushed';
      readonly by: string;
      readonly commit: string;
      readonly dropped?: { readonly commit: string; readonly ref: string };
    }
  /**
   * Something that people did to branches or pull requests, and what Planwright did about it; `sort`: or something else, of this
   * sort; `overrulable`: or the orchestrator's answer to this question, which earlier versions do not say.
   */
  | {
      readonly kind: 'noticed';
      readonly what: string;
      readonly sort?: Exclude<NoticeSort, 'done'>;
      readonly overrulable?: number;
    }
  | { readonly kind: 'pull_opened'; readonly pull: number }
  | { readonly kind: 'final_pull_opened'; readonly pull: number }
  /** The final report was committed on the integration branch. */
  | { readonly kind: 'report_committed'; readonly path: string; readonly commit: string }
  | { readonly kind: 'final_pull_merged'; readonly by: string; readonly mergeCommit: string | null };

/** An event that is not numbered yet. */
export type NewEvent = {
  readonly run: string;
  readonly task?: string;
  readonly attempt?: number;
  readonly body: EventBody;
};
