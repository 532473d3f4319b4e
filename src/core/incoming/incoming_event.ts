/**
 * What GitHub told, reduced to what decisions need and independent of how payloads look. All text is data from strangers.
 */
export type IncomingEvent = {
  /** null where the event is not about an installation. */
  readonly installation: number | null;
  readonly repository: IncomingRepository | null;
  readonly sender: { readonly login: string; readonly bot: boolean };
  readonly body: IncomingBody;
};

/** The repository an event is about, by its names of that moment. */
export type IncomingRepository = {
  readonly id: number;
  /** `owner/name`. */
  readonly name: string;
  readonly cloneUrl: string;
};

/** One kind of thing that happened. */
export type IncomingBody =
  | {
      readonly kind: 'issue';
      readonly action: 'opened' | 'edited' | 'labeled' | 'unlabeled' | 'closed' | 'reopened';
      /** The label that was set or removed; null for other actions. */
      readonly label: string | null;
      readonly issue: IncomingIssue;
    }
  /** Issues were put below this one, or said to block it, or not any more. */
  | { readonly kind: 'relations'; readonly of: number }
  /** A comment on an issue or a pull request, new or edited. */
  | {
      readonly kind: 'comment';
      readonly action: 'created' | 'edited';
      readonly comment: IncomingComment;
      readonly issue: IncomingIssue;
    }
  /** Somebody deleted a comment; `author` is the login of whoever had written it. */
  | {
      readonly kind: 'comment_deleted';
      readonly comment: { readonly id: number; readonly body: string; readonly author: string };
    }
  | {
      readonly kind: 'pull';
      readonly action: 'closed' | 'reopened' | 'retargeted';
      readonly pull: IncomingPull;
    }
  /** Somebody reviewed a pull request, or took a review back. Each comment on a line belongs to a review, also one that stands alone. */
  | {
      readonly kind: 'review';
      readonly action: 'submitted' | 'dismissed';
      readonly review: {
        readonly id: number;
        readonly state: 'approved' | 'changes_requested' | 'commented';
        readonly body: string;
        /** What was approved; absent: nothing was, or it is not told. */
        readonly commit?: string;
      };
      readonly pull: Pick<IncomingPull, 'number' | 'head'>;
    }
  /** Somebody resolved a thread of a review; `comments` are the ids of those in it. */
  | {
      readonly kind: 'thread_resolved';
      readonly comments: readonly number[];
      readonly pull: Pick<IncomingPull, 'number' | 'head'>;
    }
  /** A check run has its result, of whatever app (`app` is its slug). */
  | {
      readonly kind: 'check_completed';
      readonly check: {
        readonly id: number;
        readonly name: string;
        readonly app: string;
        readonly headCommit: string;
        readonly conclusion: string;
        /** As GitHub tells it; another time for the same check run says that it ran again. */
        readonly completedAt: string;
        /** The branch that was pushed; null: GitHub does not say. */
        readonly branch: string | null;
      };
    }
  /**
   * A branch moved to `after`, or was deleted (null). `isForced`: commits that were on it are on it no more. `isDefault`: it is the
   * default branch of the repository.
   */
  | {
      readonly kind: 'push';
      readonly branch: string;
      readonly after: string | null;
      readonly isForced: boolean;
      readonly isDefault: boolean;
    }
  /** Somebody pressed a button of a check run. */
  | {
      readonly kind: 'check_action';
      readonly identifier: string;
      /** `pulls` are the numbers of the pull requests whose head the commit is. */
      readonly check: { readonly name: string; readonly headCommit: string; readonly pulls: readonly number[] };
    }
  /**
   * The App gained or lost repositories, or was suspended, which loses them until that is taken back; `repositories` null: all of
   * the installation.
   */
  | {
      readonly kind: 'access';
      readonly change: 'gained' | 'lost' | 'suspended';
      readonly repositories: readonly number[] | null;
    }
  /** Nothing that Planwright acts upon; `why` in one sentence. */
  | { readonly kind: 'ignored'; readonly why: string };

/** A comment as the payload shows it. Whoever may write in the repository can edit the comments of all, so its author need not be the sender. */
export type IncomingComment = {
  readonly id: number;
  readonly body: string;
  /** Its text before this edit; null: it was not edited now, or its text was not. */
  readonly before: string | null;
  readonly author: IncomingEvent['sender'];
  /** When it was written, or last edited; epoch milliseconds. */
  readonly updatedAt: number;
};

/** An issue or pull request as the payload shows it. */
export type IncomingIssue = {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
  readonly isPull: boolean;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
};

/** A pull request was merged. `commit` is what came of it; null where that is not known. */
export type PullMerge = { readonly commit: string | null };

/** A pull request as the payload shows it. Branches of forks are none of ours: `head` is null then. */
export type IncomingPull = {
  readonly number: number;
  readonly head: string | null;
  readonly base: string;
  /** null: it is not merged. */
  readonly merge: PullMerge | null;
};
