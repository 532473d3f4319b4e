import type { AgentSettings } from './agents/agent_settings.ts';
import type { AttemptChange } from './attempt/attempt_change.ts';
import type { BreakerRecord } from './breaker/breaker.ts';
import type { DraftRecord } from './draft_record.ts';
import type { EffectAnswer } from './effects/effect.ts';
import type { FindingChange } from './finding/finding_change.ts';
import type { Plan } from './plan/plan.ts';
import type { PlanChange } from './plan_change.ts';
import type { ProposalRecord } from './proposal_record.ts';
import type { QuestionChange } from './question/question_change.ts';
import type { DependencyRecord, RepositoryRecord, RunnerRecord, RunRecord, TaskRecord } from './records.ts';
import type { RunState } from './run/run_state.ts';
import type { Shown } from './shown.ts';
import type { TaskState } from './task/task_state.ts';
import type { UsageChange } from './usage/usage_change.ts';

type TaskFields = Partial<
  Pick<
    TaskRecord,
    | 'reason'
    | 'failures'
    | 'passedOver'
    | 'dueAt'
    | 'cancel'
    | 'commit'
    | 'mergeCommit'
    | 'pull'
    | 'pushed'
    | 'takeover'
    | 'approval'
    | 'approvedCommit'
    | 'checked'
    | 'outputs'
    | 'summary'
    | 'endedAt'
    | 'attempts'
  >
>;
type RunFields = Partial<
  Pick<
    RunRecord,
    | 'reason'
    | 'base'
    | 'baseCommit'
    | 'branchPrefix'
    | 'integrationHead'
    | 'finalPull'
    | 'deadlineAt'
    | 'startedAt'
    | 'endedAt'
    | 'cancel'
    | 'reportCommit'
  >
>;
/**
 * One guarded change of the database. Those with `from` land only while the row still is in that state (and, where
 * given, at that attempt number); if one does not, none of its command does.
 */
export type Change =
  | AttemptChange
  | UsageChange
  | PlanChange
  | { readonly kind: 'save_repository'; readonly repository: RepositoryRecord; readonly at: number }
  | {
      readonly kind: 'insert_run';
      readonly run: RunRecord;
      readonly plan: Plan;
      readonly agents: AgentSettings;
      readonly tasks: readonly TaskRecord[];
      readonly dependencies: readonly DependencyRecord[];
    }
  /** A task beside the plan, which is not counted; see `HIDDEN_KINDS`. */
  | { readonly kind: 'insert_hidden_task'; readonly task: TaskRecord }
  | {
      readonly kind: 'move_run';
      readonly run: string;
      readonly from: RunState;
      readonly to: RunState;
      readonly set?: RunFields;
    }
  /** Sets fields of a run in this state without moving it. */
  | { readonly kind: 'set_run'; readonly run: string; readonly in: RunState; readonly set: RunFields }
  /** Adds to the count of tasks that have not ended; relative, so that tasks which end together do not collide. */
  | { readonly kind: 'count_open_tasks'; readonly run: string; readonly by: number }
  /** Relies on where the run's integration branch is known to stand. */
  | { readonly kind: 'require_integration_head'; readonly run: string; readonly head: string | null }
  /** Ends a run only while no task is open. */
  | { readonly kind: 'require_no_open_tasks'; readonly run: string }
  /**
   * Lets a task go on only while neither it nor its run, which is in this state, is told to end: else it would wait for
   * work that nobody hands out.
   */
  | { readonly kind: 'require_not_canceled'; readonly run: string; readonly in: RunState; readonly task: string }
  /** Ends what rests in a run only if nothing came to rest meanwhile: no task waits, is ready or is to be retried. */
  | { readonly kind: 'require_no_resting_task'; readonly run: string }
  /**
   * How the dependencies of each of these tasks stand: `met`: none is open; `open`: some are, and may still be met;
   * `hopeless`: an open one has failed, was skipped or canceled.
   */
  | {
      readonly kind: 'require_dependencies';
      readonly tasks: readonly string[];
      readonly are: 'met' | 'open' | 'hopeless';
    }
  /** Ends tasks badly only if nothing began to wait for one of them meanwhile. */
  | { readonly kind: 'require_none_waits_for'; readonly tasks: readonly string[] }
  | {
      readonly kind: 'move_task';
      readonly task: string;
      readonly from: TaskState;
      readonly fromAttempt: number;
      readonly to: TaskState;
      /** Whether a person has it in their hands; absent: none has, of one that was running, else whoever has. */
      readonly held?: boolean;
      readonly set?: TaskFields;
    }
  | {
      readonly kind: 'set_task';
      readonly task: string;
      readonly in: TaskState;
      readonly atAttempt: number;
      /** Likewise; absent: whoever has it. */
      readonly held?: boolean;
      readonly set: TaskFields;
    }
  /**
   * Marks the dependency satisfied and counts it off. When it was the last open one of a pending task, the task becomes
   * ready and the event `task_moved pending → ready` is written, both by the same statements.
   */
  | { readonly kind: 'close_dependency'; readonly run: string; readonly task: string; readonly dependsOn: string }
  /** The reverse: a ready task without attempt goes back to pending. */
  | { readonly kind: 'reopen_dependency'; readonly run: string; readonly task: string; readonly dependsOn: string }
  /** Takes a named resource of a repository; fails while another task holds it. */
  | { readonly kind: 'take_lock'; readonly repository: string; readonly name: string; readonly task: string }
  | { readonly kind: 'release_locks'; readonly task: string }
  | QuestionChange
  | FindingChange
  /** Only one lease command lands on each version, so that limits hold over all replicas. */
  | { readonly kind: 'advance_scheduler'; readonly from: number }
  | { readonly kind: 'save_runner'; readonly runner: RunnerRecord }
  /** Lands only while the breaker still has the version that this one carries, which counts on. */
  | { readonly kind: 'save_breaker'; readonly breaker: BreakerRecord }
  | { readonly kind: 'see_runner'; readonly runner: string; readonly at: number }
  /** Ends the sending of an effect, while this sender still holds it. */
  | {
      readonly kind: 'settle_effect';
      readonly effect: string;
      readonly owner: string;
      readonly answer: EffectAnswer;
      readonly at: number;
    }
  /** Effects of the run that wait are due now: what they waited for has come. */
  | { readonly kind: 'wake_effects'; readonly run: string; readonly at: number }
  /** Keeps what was last written to a place that is edited in place; see {@link Shown}. */
  | { readonly kind: 'remember_shown'; readonly shown: Shown }
  /** A plan waits for approval; lands only in the place of `replaces`, or where none of the issue waits. */
  | { readonly kind: 'save_proposal'; readonly proposal: ProposalRecord; readonly replaces: string | null }
  /** Relies on no edit of the run's plan waiting for approval. */
  | { readonly kind: 'require_no_proposed_edit'; readonly run: string }
  /** It was approved or withdrawn; lands only while it waits. */
  | { readonly kind: 'end_proposal'; readonly proposal: string }
  /** The comment that shows it was written then, by GitHub's clock. The first time counts; nothing where it waits no more. */
  | { readonly kind: 'note_proposal_shown'; readonly proposal: string; readonly at: number }
  /** A plan is to be made of an issue; lands only where none of it is being made. */
  | { readonly kind: 'insert_draft'; readonly draft: DraftRecord }
  /** It is made, or nobody wants it any more; lands only while it is being made. */
  | { readonly kind: 'end_draft'; readonly draft: string }
  /** Notes when what was made was last edited by somebody with permission; lands only if that was not later. */
  | { readonly kind: 'note_draft_edited'; readonly draft: string; readonly at: number }
  /** Notes how new the newest news of an issue are that were acted upon; lands only if they are no older than those before. */
  | { readonly kind: 'note_issue'; readonly repository: string; readonly issue: number; readonly updatedAt: number }
  /** Holds a delivery until then, while this holder still does: what is committed with it lands only so. */
  | { readonly kind: 'hold_delivery'; readonly delivery: string; readonly holder: string; readonly until: number }
  /** Ends the processing of a delivery, while this holder still has it. */
  | {
      readonly kind: 'settle_delivery';
      readonly delivery: string;
      readonly owner: string;
      readonly state: 'done' | 'ignored' | 'refused';
      /** What became of it, one sentence. */
      readonly note: string;
      readonly at: number;
    };
