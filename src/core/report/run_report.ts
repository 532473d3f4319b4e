import type { QuestionView } from '../../protocol/questions.ts';
import type { RunView, TaskView } from '../../protocol/views.ts';
import type { Plan } from '../plan/plan.ts';
import type { Notice } from './notice.ts';

/** Everything that the texts about a run are made of. Texts are pure: the same report gives the same text. */
export type RunReport = {
  readonly run: RunView;
  readonly plan: Plan;
  /** A login on GitHub; `run.owner` is whom it belongs to. */
  readonly startedBy: string;
  /** Who approved the plan; absent: it started without. */
  readonly approvedBy?: string;
  /** In the order of the plan; the run's own verification (key `plan`) is among them, last. */
  readonly tasks: readonly TaskView[];
  /** Remarks about what people did and what was seen, newest last. */
  readonly notices: readonly Notice[];
  /** The newest question that the orchestrator answered and people may still answer otherwise; null: there is none. */
  readonly overrulable: number | null;
  /** What was asked, by number, once the run's work is done; those that have one number together. Before that empty. */
  readonly settled: readonly (readonly QuestionView[])[];
  /** Ids of the comments in which people are asked, by the number of the question; of those that are known. */
  readonly questionComments: ReadonlyMap<number, number>;
  /** The newest edit of the issue that is not followed, since whoever made it may not command; null: there is none. */
  readonly refusedEdit: RefusedEdit | null;
  /** The edit of the plan that waits for approval; null: none does. */
  readonly proposedEdit: ProposedEdit | null;
  /** The run has ended, and a later one of the same plan took over: commands mean that one. */
  readonly isOvertaken: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Address of the repository for browsers, without a trailing slash: `https://github.com/acme/web`; '': it has none. */
  readonly repositoryUrl: string;
  /** `@<slug>` is an alias of `/planwright`. */
  readonly appSlug: string;
};

/** An edit of a run's issue, or of an issue that is a task of it, by somebody who may not command. */
export type RefusedEdit = {
  /** A login on GitHub. */
  readonly by: string;
  /** The issue that is a task, or has tasks below it; null: the plan's own. */
  readonly task: number | null;
};

/** An edit of a run's plan that waits for approval. */
export type ProposedEdit = {
  /** A login on GitHub. */
  readonly by: string;
  readonly planHash: string;
  /** Id of the comment that shows it; null: not yet written. */
  readonly comment: number | null;
};
