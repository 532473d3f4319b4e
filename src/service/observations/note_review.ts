import type { Change } from '../../core/changes.ts';
import { type Found, noteFindings } from '../../core/decide/note_findings.ts';
import { noticedInVain } from '../../core/decide/notice.ts';
import { type Decision, DecisionBuilder, nothing } from '../../core/decision.ts';
import {
  COMMENT_LIMIT,
  FINDINGS_OF_REVIEW,
  HUNK_LIMIT,
  QUIET_MS,
  THREAD_COMMENTS,
} from '../../core/finding/finding_limits.ts';
import type { FindingContent, ReviewFinding, ThreadFinding } from '../../core/finding/finding_record.ts';
import { isBoundReached } from '../../core/finding/why_stuck.ts';
import type { RunRecord } from '../../core/records.ts';
import { reviewNotice, strayReviewNotice } from '../../core/report/review_notices.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import type { ReviewComment } from '../ports/review_reader.ts';
import type { SliceReader } from '../ports/store.ts';
import type { ForgeContext } from './forge_context.ts';
import { lastMergedTask } from './last_merged_task.ts';
import { ownersOf } from './owners_of.ts';
import type { Subject } from './subject.ts';

/** A review by somebody who may command. */
export type ReviewTold = {
  readonly id: number;
  readonly state: 'approved' | 'changes_requested' | 'commented';
  readonly body: string;
  readonly pull: number;
  readonly by: string;
};

/**
 * Keeps what a review says for further attempts: that of a task's pull request for the task, that of the final one for the tasks
 * whose lines were commented. Who asks for changes is done; comments are waited for a while, since more may follow.
 */
export async function noteReview(
  context: ForgeContext,
  { run, task }: Subject,
  review: ReviewTold,
  also: readonly Change[],
): Promise<{ readonly kind: 'settled' } | { readonly kind: 'ignored'; readonly note: string }> {
  const all = await context.repositories.reviewComments(context.repository, review.pull);
  const own = all.filter((comment) => comment.review === review.id).slice(0, FINDINGS_OF_REVIEW);
  const whole = wholeOf(review);
  if (own.length === 0 && whole === null) return { kind: 'ignored', note: 'The review says nothing.' };
  const shares = task === null ? await shared(context, run, own) : { owned: new Map([[task.id, own]]), lost: [] };
  // Who asks for changes in the whole and names no line that a task made gets them from whoever came in last.
  const last = shares.owned.size === 0 && whole !== null && review.state === 'changes_requested';
  const heir = last ? await lastMergedTask(context.deps.store.read, run.id) : null;
  if (heir !== null) shares.owned.set(heir, []);
  // What a review says of the whole goes to all whose lines it names.
  const parts = [...shares.owned].map(([id, comments]) => ({
    id,
    contents: [...(whole === null ? [] : [whole]), ...comments.map((comment) => threadOf(comment, all, review.pull))],
  }));
  await commit(context.deps, 'note_review', async (read) => {
    const builder = new DecisionBuilder();
    for (const { id, contents } of parts) builder.take(await ofTask(context.deps, read, id, contents, review));
    const stray = shares.lost.map(({ path }) => path);
    if (parts.length === 0 || stray.length > 0) builder.event(noticedInVain(run, strayReviewNotice(review, stray)));
    return builder.change(...also).result(null);
  });
  return { kind: 'settled' };
}

async function ofTask(
  deps: ServiceDependencies,
  read: SliceReader,
  task: string,
  contents: readonly FindingContent[],
  review: ReviewTold,
): Promise<Decision<null>> {
  const [slice, known] = [await read.taskSlice(task, 'direct'), await read.findingsOf(task)];
  if (slice === null) return nothing(null);
  const waitMs = review.state === 'changes_requested' ? 0 : QUIET_MS;
  const threads = contents.filter(({ kind }) => kind === 'thread').length;
  const { key, spec } = slice.task;
  const isAsked = isBoundReached('review', known, spec.settings);
  const notice = reviewNotice(review, threads, { task: key, isAsked });
  const found: Found = { contents, state: 'open', waitMs, notice };
  return noteFindings(slice, known, found, surroundings(deps));
}

/** Which tasks the commented lines are of; `lost`: of none that is known. */
async function shared(context: ForgeContext, run: RunRecord, comments: readonly ReviewComment[]) {
  const owned = new Map<string, ReviewComment[]>();
  const lost: ReviewComment[] = [];
  const ownerOf = ownersOf(context, run);
  for (const comment of comments) {
    const owner = await ownerOf(comment);
    if (owner === null) lost.push(comment);
    else owned.set(owner, [...(owned.get(owner) ?? []), comment]);
  }
  return { owned, lost };
}

function wholeOf({ id, by, body, pull }: ReviewTold): ReviewFinding | null {
  const text = body.trim();
  return text === '' ? null : { kind: 'review', pull, review: id, by, text: text.slice(0, COMMENT_LIMIT) };
}

function threadOf(comment: ReviewComment, all: readonly ReviewComment[], pull: number): ThreadFinding {
  const { id, review, thread, by, text, path, line, hunk } = comment;
  const before = all.filter((other) => other.thread === thread && other.id < id).slice(-THREAD_COMMENTS);
  return {
    kind: 'thread',
    pull,
    review: review ?? 0,
    comment: id,
    thread,
    by,
    text: text.slice(0, COMMENT_LIMIT),
    path,
    line,
    // What is commented stands at the end of the hunk.
    hunk: hunk.slice(-HUNK_LIMIT),
    before: before.map((said) => ({ by: said.by, text: said.text.slice(0, COMMENT_LIMIT) })),
  };
}
