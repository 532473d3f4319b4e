import { counted } from '../text/counted.ts';

/** What the status comment tells of reviews and failing checks, as Markdown, one sentence each. */

/** A review as far as it is told: by whom, of which pull request, and what it asks. */
type ToldReview = {
  readonly by: string;
  readonly state: 'approved' | 'changes_requested' | 'commented';
  readonly pull: number;
};

/**
 * A task goes back to work for a review, or people are asked whether it is to. `threads`: how many of its comments are on lines of that
 * task.
 */
export function reviewNotice(
  { by, state, pull }: ToldReview,
  threads: number,
  { task, isAsked }: { readonly task: string; readonly isAsked: boolean },
): string {
  const what = threads === 0 ? '' : `, with ${counted(threads, 'comment')} on lines of \`${task}\``;
  const how = state === 'changes_requested' ? 'asked for changes in' : 'commented on';
  const next = isAsked
    ? `people are asked whether \`${task}\` is to go on`
    : `a further attempt of \`${task}\` follows`;
  return `${by} ${how} #${pull}${what}; ${next}.`;
}

/** No attempt follows from a review, or from these comments of it. `paths`: the files they are on; none: it names no line. */
export function strayReviewNotice({ by, pull }: Pick<ToldReview, 'by' | 'pull'>, paths: readonly string[]): string {
  if (paths.length === 0) {
    const how = "ask for changes, comment on a line that a task made, or on that task's own pull request";
    return `${by} commented on #${pull} as a whole, and no attempt follows from that: ${how}.`;
  }
  const where = ` on ${paths.map((path) => `\`${path}\``).join(', ')}`;
  return `${by} commented on #${pull}${where}, and no task of the run made that: comment on a line that one made, or on the task's own pull request.`;
}

/** No attempt follows from a check that fails on the integration branch. */
export function strayCheckNotice(check: string): string {
  return `The check \`${check}\` fails on the integration branch, and no task of the run is known to have broken it.`;
}
