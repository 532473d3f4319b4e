import type { Place } from './place.ts';
import type { ReviewEffect } from './review_effect.ts';
import type { VainTick } from './vain_tick.ts';

/**
 * A write to where the repository lives, waiting in the outbox. Every kind is idempotent: sending it again after the
 * answer was lost finds what the first sending made. Effects of one lane are sent in the order they were made.
 *
 * Those that show how a run stands carry no text: it is made when they are sent, of what then is so, and many changes become one write.
 */
export type Effect =
  | {
      /** Finds the base and makes the integration branch there. */
      readonly kind: 'begin_run';
      readonly branchPrefix: string;
      /** null: the repository's own default branch. */
      readonly base: string | null;
    }
  | {
      /** Finds the base of which a plan is made, and makes nothing. */
      readonly kind: 'begin_planning';
      /** null: the repository's own default branch. */
      readonly base: string | null;
    }
  | {
      /** Creates or fast-forwards a task's branch to the commit that has the evidence. */
      readonly kind: 'publish_task';
      readonly task: string;
      readonly branch: string;
      readonly commit: string;
      /** The pull request into the integration branch, opened or brought up to date; null: there is none. */
      readonly pull: PullText | null;
      /** It is left to a person who took the task, and goes no further; absent: it is merged. */
      readonly for?: 'person';
    }
  | {
      /** Shows the evidence at a task's commit. One check run per name and commit. */
      readonly kind: 'check_task';
      readonly task: string;
      readonly commit: string;
      readonly check: CheckText;
    }
  | {
      /** Merges a task's commit into the integration branch. */
      readonly kind: 'merge_task';
      readonly task: string;
      readonly branch: string;
      readonly commit: string;
      readonly message: string;
    }
  | {
      /** Deletes a branch whose commits are in, while it still stands at this commit. */
      readonly kind: 'delete_branch';
      readonly branch: string;
      readonly commit: string;
    }
  | {
      /** Makes the integration branch again where it last stood, after somebody deleted it, and opens again what GitHub closed with it. */
      readonly kind: 'restore_integration';
      readonly commit: string;
      /** Pull requests into the branch or from it that are still wanted. */
      readonly pulls: readonly number[];
    }
  /** Points a pull request that somebody retargeted at its own base again. */
  | { readonly kind: 'retarget_pull'; readonly pull: number; readonly base: string }
  /** Brings up to date what people see of the run: status comment, labels, ticks in the plan; or the comment about edits of it. */
  | { readonly kind: 'show_run' }
  | { readonly kind: 'show_diff'; readonly tick?: VainTick }
  /** Opens or updates the final pull request: a draft while the run is at work, ready for review once all is in. */
  | { readonly kind: 'offer_run' }
  /** Ends a run that succeeded in the eyes of people: the final report, and the issue closed. */
  | { readonly kind: 'close_run' }
  /** Brings up to date what a run asks people, one place at a time: the comments of its questions, the checks of tasks that wait. */
  | { readonly kind: 'show_questions' }
  | {
      /** Reminds people once of a question that nobody answered by its deadline. */
      readonly kind: 'remind';
      /** 3 is Q3. */
      readonly n: number;
    }
  | {
      /** Says how a plan stands that does not run: what is wrong with it, that it is being made, or was withdrawn. In the one comment of the issue that becomes the status comment. */
      readonly kind: 'show_plan';
      readonly issue: number;
      readonly text: string;
    }
  /** Shows a plan that waits for approval in that same comment, as things stand when it is sent. */
  | {
      readonly kind: 'show_proposal';
      readonly issue: number;
      readonly proposal: string;
      /** The tick that has it shown anew. */
      readonly tick?: VainTick;
    }
  | {
      /** Answers a comment, once. */
      readonly kind: 'reply';
      readonly issue: number;
      /** Id of the comment that is answered. */
      readonly to: number;
      /** Where an edit of that is answered: a number that the same text has again, so that it is written once. */
      readonly edit?: number;
      readonly text: string;
    }
  | ReviewEffect
  | {
      /** Shows that a command was taken. */
      readonly kind: 'react';
      readonly comment: number;
      readonly content: ReactionContent;
    };

/** The reactions that Planwright gives: taken, read but not carried out, not allowed, not understood. */
export type ReactionContent = '+1' | 'eyes' | '-1' | 'confused';

/** Title and body of a pull request, as Markdown. */
export type PullText = { readonly title: string; readonly body: string };

/** A check run that has its result. */
export type CheckText = {
  /** `planwright`, or `planwright / <task>`. */
  readonly name: string;
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'action_required';
  readonly title: string;
  /** Markdown, each at most 65,535 characters. */
  readonly summary: string;
  readonly text: string;
  /** What the output names, as it was written. When it is sent, those in changed files become annotations. */
  readonly places: readonly Place[];
  /** At most 3 buttons. Their identifiers come back when somebody presses one. */
  readonly actions: readonly CheckAction[];
};

/** A button of a check run: label at most 20, description at most 40, identifier at most 20 characters. */
export type CheckAction = { readonly label: string; readonly description: string; readonly identifier: string };

export type { EffectAnswer } from './effect_answer.ts';

/** One row of the outbox. */
export type EffectRecord = {
  readonly id: string;
  /** null: it belongs to no run, only to its repository. */
  readonly run: string | null;
  readonly repository: string;
  /** Effects with the same lane keep their order. */
  readonly lane: string;
  readonly effect: Effect;
  readonly attempts: number;
};
