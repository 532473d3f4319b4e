/** Something that a review or a failing check found in a task's work, as it is stored. All text is data from strangers. */
export type FindingRecord = {
  readonly id: string;
  readonly run: string;
  readonly task: string;
  /** What tells it apart from others of its task: the same news, told once more, are none. */
  readonly key: string;
  readonly content: FindingContent;
  readonly state: FindingState;
  /** When an attempt may begin with it, in epoch milliseconds: what belongs together comes within a while. */
  readonly dueAt: number;
  /** Number of the attempt that was the first to be told of it; null: none yet. */
  readonly attempt: number | null;
  readonly foundAt: number;
};

/**
 * `held`: nothing is done with it before something else has come, such as the answer of a person or the second run of a check;
 * `open`: an attempt is to be told of it, or was and has not succeeded yet; `done`: one has; `dropped`: it counts no more.
 */
export type FindingState = 'held' | 'open' | 'done' | 'dropped';

/** What was found. */
export type FindingContent = ReviewFinding | ThreadFinding | CheckFinding;

/** What a review says as a whole. */
export type ReviewFinding = {
  readonly kind: 'review';
  readonly pull: number;
  /** Id of the review. */
  readonly review: number;
  readonly by: string;
  readonly text: string;
};

/** A comment on a line of a pull request. */
export type ThreadFinding = {
  readonly kind: 'thread';
  readonly pull: number;
  readonly review: number;
  /** Id of the comment, and of the one that began its thread. */
  readonly comment: number;
  readonly thread: number;
  readonly by: string;
  readonly text: string;
  readonly path: string;
  /** As the file was when it was commented; null: the comment is about the whole file. */
  readonly line: number | null;
  readonly hunk: string;
  /** What was said in the thread before, oldest first. */
  readonly before: readonly { readonly by: string; readonly text: string }[];
};

/** A required check that failed. */
export type CheckFinding = {
  readonly kind: 'check';
  readonly name: string;
  /** Slug of the app whose check it is. */
  readonly app: string;
  readonly checkRun: number;
  /** When the run of it that counts had its result, as GitHub tells it. */
  readonly completedAt: string;
  readonly commit: string;
  /** What it says of itself. */
  readonly message: string;
  readonly annotations: readonly CheckAnnotation[];
  /** The end of the job's log; empty: it has none that can be read. */
  readonly log: string;
};

/** A place in a file that a check names. */
export type CheckAnnotation = { readonly path: string; readonly line: number; readonly message: string };

/** What bounds further attempts: reviews and checks are counted apart. */
export type FindingSource = 'review' | 'check';

/** Who found it. */
export function sourceOf({ content }: Pick<FindingRecord, 'content'>): FindingSource {
  switch (content.kind) {
    case 'review':
    case 'thread':
      return 'review';
    case 'check':
      return 'check';
    default:
      return content satisfies never;
  }
}

/** What tells a finding apart from others of its task. */
export function findingKey(content: FindingContent): string {
  switch (content.kind) {
    case 'review':
      return `review:${content.review}`;
    case 'thread':
      return `comment:${content.comment}`;
    case 'check':
      return checkKey(content);
    default:
      return content satisfies never;
  }
}

/** The same for a check of which no more is known. */
export function checkKey({ name, commit }: Pick<CheckFinding, 'name' | 'commit'>): string {
  return `check:${commit}:${name}`;
}

/** Whether something is still to be done about it. */
export function isPending({ state }: Pick<FindingRecord, 'state'>): boolean {
  return state === 'open' || state === 'held';
}

/** How many further attempts of a task began because of findings of this source. */
export function attemptsFor(findings: readonly FindingRecord[], source: FindingSource): number {
  const told = findings.filter((finding) => sourceOf(finding) === source && finding.attempt !== null);
  return new Set(told.map(({ attempt }) => attempt)).size;
}
