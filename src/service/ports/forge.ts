import type { CheckText, Effect, EffectAnswer, PullText } from '../../core/effects/effect.ts';
import type { KnownTask } from '../../core/plan/find_task.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import type { StateLabel } from '../../core/report/state_labels.ts';
import type { Shown, ShownDiff } from '../../core/shown.ts';

/** For whom an effect is sent. */
export type EffectTarget = {
  readonly repository: RepositoryRecord;
  /** The run it belongs to; null: only to the repository. */
  readonly run: {
    readonly id: string;
    /** `planwright/<name>`; the integration branch is `<prefix>/plan`. */
    readonly branchPrefix: string;
    /** The plan issue; null: a local run. */
    readonly issue: number | null;
    readonly base: string | null;
    readonly baseCommit: string | null;
    readonly integrationHead: string | null;
    readonly finalPull: number | null;
  } | null;
  /** What was last written to places that are edited in place. */
  readonly shown: readonly Shown[];
};

type WithText = `show_${'run' | 'diff' | 'proposal' | 'questions'}` | 'offer_run' | 'close_run' | 'remind';

/** An effect with the texts it shows, made at the moment of sending. */
export type ForgeRequest =
  | Exclude<Effect, { readonly kind: WithText }>
  | {
      readonly kind: 'show_run';
      /** The status comment, without its hidden marker. */
      readonly comment: string;
      /** null: the issue is marked for a later run, which is under way. */
      readonly marks: IssueMarks | null;
    }
  | {
      readonly kind: 'show_proposal';
      readonly issue: number;
      /** The preflight, a comment without its hidden marker. */
      readonly text: string;
    }
  | ({ readonly kind: 'show_diff' } & ShownDiff)
  | {
      readonly kind: 'offer_run';
      readonly pull: PullText;
      /** Ready for review; else a draft. */
      readonly ready: boolean;
      /** Whether it is opened, or opened again, where it is not open; else that is left as it is. */
      readonly opens: boolean;
      /** Logins and `org/team`s to ask for review once it is ready. */
      readonly reviewers: readonly string[];
      /** The check run at the integration head; null: there is nothing to say yet. */
      readonly check: CheckText | null;
      /** The report to be committed before the pull request is made ready; null: none, or not yet. */
      readonly report: ReportToCommit | null;
    }
  | {
      readonly kind: 'show_question';
      readonly n: number;
      /** The comment, without its hidden marker. */
      readonly text: string;
      /** Whether it is written where there is none: nobody is asked what is settled. */
      readonly mayPost: boolean;
      /** What is remembered of how the question stood. */
      readonly standing: string;
    }
  | {
      readonly kind: 'show_question_check';
      /** The key of the task. */
      readonly task: string;
      readonly commit: string;
      readonly check: CheckText;
      /** Only a check run that still waits for a person is changed; none is made. */
      readonly settles: boolean;
      readonly standing: string;
    }
  | {
      readonly kind: 'remind';
      readonly n: number;
      /** The reminder, without its hidden marker. */
      readonly text: string;
    }
  | {
      readonly kind: 'close_run';
      /** The final report, a comment without its hidden marker, and issues of tasks whose work is in, to be closed as well. */
      readonly report: string;
      readonly issues: readonly number[];
      /** Whether the issue is done with: no later run of it is under way. */
      readonly closes: boolean;
    };

/** What an issue tells of its run besides the comment. */
export type IssueMarks = {
  /** Which of the labels `planwright:…` the issue is to carry; the others of them are taken off. */
  readonly labels: readonly StateLabel[];
  /** The tasks whose boxes are to be ticked in the plan. */
  readonly done: readonly KnownTask[];
};

/** The final report as a file on the integration branch. */
export type ReportToCommit = {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  /** Of the commit. */
  readonly message: string;
  /** What the final pull request and its check say once the commit is there. */
  readonly pull: PullText;
  readonly check: CheckText | null;
};

/** What was sent, and what of it is edited in place later. */
export type Sending = { readonly answer: EffectAnswer; readonly shown: readonly Shown[] };

/** Something by which git reaches a repository for a while. */
export type RepositoryCredential = {
  readonly username: string;
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
};

/**
 * Where the repository lives: a folder on this machine, or GitHub.
 *
 * `send` may be called again for an effect whose answer was lost, by another process too, and then finds what the first
 * call made. It throws for passing trouble (the effect is sent again later) and answers `refused` for lasting trouble.
 * A {@link NotNowError} says when to try again and counts as no failure.
 *
 * `credential` gives what a runner needs to fetch and push: nothing more, for one repository, for an hour at most; null: the
 * repository needs none.
 */
export type Forge = {
  readonly send: (request: ForgeRequest, target: EffectTarget) => Promise<Sending>;
  readonly credential: (repository: RepositoryRecord) => Promise<RepositoryCredential | null>;
};

/** The forge is fine but must not be asked before `notBefore` (epoch milliseconds): its limits are reached, or it is paced. */
export class NotNowError extends Error {
  override readonly name = 'NotNowError';
  readonly code = 'not_now';
  readonly notBefore: number;

  constructor(notBefore: number, message: string) {
    super(message);
    this.notBefore = notBefore;
  }
}
