import type { Change } from '../../core/changes.ts';
import { type Found, noteFindings } from '../../core/decide/note_findings.ts';
import { noticed } from '../../core/decide/notice.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import {
  COMMENT_LIMIT,
  FINDINGS_OF_REVIEW,
  HUNK_LIMIT,
  QUIET_MS,
  THREAD_COMMENTS,
} from '../../core/finding/finding_limits.ts';
import type { FindingContent, ReviewFinding, ThreadFinding } from '../../core/finding/finding_record.ts';
import type { RepositoryRecord, RunRecord, TaskRecord } from '../../core/records.ts';
import { counted } from '../../core/text/counted.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import type { RepositoryReader } from '../ports/repository_reader.ts';
import type { ReviewComment } from '../ports/review_reader.ts';
import type { SliceReader } from '../ports/store.ts';
import { ownersOf } from './owners_of.ts';

/** Where a review is read and kept. */
export type ReviewDesk = {
  readonly deps: ServiceDependencies;
  readonly repositories: RepositoryReader;
  readonly repository: RepositoryRecord;
};

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
  desk: ReviewDesk,
  { run, task }: { readonly run: RunRecord; readonly task: TaskRecord | null },
  review: ReviewTold,
  also: readonly Change[],
): Promise<{ readonly kind: 'settled' } | { readonly kind: 'ignored'; readonly note: string }> {
  const all = await desk.repositories.reviewComments(desk.repository, review.pull);
  const own = all.filter((comment) => comment.review === review.id).slice(0, FINDINGS_OF_REVIEW);
  const whole = wholeOf(review);
  if (own.length === 0 && whole === null) return { kind: 'ignored', note: 'The review says nothing.' };
  const shares = task === null ? await shared(desk, run, own) : { owned: new Map([[task.id, own]]), lost: [] };
  // What a review says of the whole goes to all whose lines it names.
  const parts = [...shares.owned].map(([id, comments]) => ({
    id,
    contents: [...(whole === null ? [] : [whole]), ...comments.map((comment) => threadOf(comment, all, review.pull))],
  }));
  await commit(desk.deps, 'note_review', async (read) => {
    const decisions = [];
    for (const { id, contents } of parts) decisions.push(await ofTask(desk.deps, read, id, contents, review));
    const lost = parts.length === 0 || shares.lost.length > 0 ? [noticed(run, nobodys(review, shares.lost))] : [];
    return {
      changes: [...decisions.flatMap(({ changes }) => changes), ...also],
      events: [...decisions.flatMap(({ events }) => events), ...lost],
      effects: decisions.flatMap(({ effects }) => effects),
      result: null,
    };
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
  const found: Found = { contents, state: 'open', waitMs, notice: noticeOf(review, contents, slice.task.key) };
  return noteFindings(slice, known, found, surroundings(deps));
}

/** Which tasks the commented lines are of; `lost`: of none that is known. */
async function shared(desk: ReviewDesk, run: RunRecord, comments: readonly ReviewComment[]) {
  const owned = new Map<string, ReviewComment[]>();
  const lost: ReviewComment[] = [];
  const ownerOf = ownersOf(desk, run);
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

function noticeOf({ by, state, pull }: ReviewTold, contents: readonly FindingContent[], key: string): string {
  const threads = contents.filter(({ kind }) => kind === 'thread').length;
  const what = threads === 0 ? '' : `, with ${counted(threads, 'comment')} on lines of \`${key}\``;
  const how = state === 'changes_requested' ? 'asked for changes in' : 'commented on';
  return `${by} ${how} #${pull}${what}; a further attempt of \`${key}\` follows.`;
}

function nobodys({ by, pull }: ReviewTold, lost: readonly ReviewComment[]): string {
  const where = lost.length === 0 ? '' : ` on ${lost.map(({ path }) => `\`${path}\``).join(', ')}`;
  return `${by} commented on #${pull}${where}, and no task of the run made that: comment on a line that one made, or on the task's own pull request.`;
}
