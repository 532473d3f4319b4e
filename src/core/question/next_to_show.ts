import type { Shown } from '../shown.ts';
import { questionStanding, type StandingQuestion, standingAfter } from './question_standing.ts';

/** Something to be shown that is not shown so yet; `standing` is remembered once it is. */
export type ToShow =
  | { readonly kind: 'comment'; readonly n: number; readonly standing: string }
  | { readonly kind: 'check'; readonly task: string; readonly commit: string; readonly standing: string }
  /** The task waits no more, or no more at this commit. `asked`: the numbers of what its check said that it asks. */
  | {
      readonly kind: 'settled_check';
      readonly task: string;
      readonly commit: string;
      readonly asked: readonly number[];
      readonly standing: string;
    };

/** A blocked task, by its key, with the commit where people look for its check; null: it has none. */
export type BlockedTask = { readonly key: string; readonly commit: string | null; readonly asks: readonly number[] };

/** The check of a task that waits no more. */
const OVER = 'over';

/**
 * Of what a run asks people, the first thing on GitHub that does not look as it should: the comment of a question, or the check of a task
 * that waits, or waits no more. null: all is shown.
 *
 * @param blocked all of the run
 */
export function nextToShow(
  questions: readonly StandingQuestion[],
  blocked: readonly BlockedTask[],
  shown: readonly Shown[],
): ToShow | null {
  const before = new Map(shown.map(({ what, digest }) => [what, digest] as const));
  const byNumber = [...Map.groupBy(questions, ({ n }) => n)].toSorted(([one], [other]) => one - other);
  for (const [n, asked] of byNumber) {
    // People are not asked yet what the orchestrator looks at.
    if (asked.some(({ state, answering }) => state === 'open' && answering !== null)) continue;
    const known = before.get(`question:${n}`);
    const standing = standingAfter(known, questionStanding(asked));
    if (known !== standing) return { kind: 'comment', n, standing };
  }
  const over = settledCheck(blocked, before);
  if (over !== null) return over;
  for (const { key, commit, asks } of blocked) {
    if (commit === null || asks.length === 0) continue;
    const standing = `${commit} ${asks.join(',')}`;
    if (before.get(`check:${key}`) !== standing) return { kind: 'check', task: key, commit, standing };
  }
  return null;
}

/** A task that somebody took, or whose commit is another now, waits no more at the commit where its check was. */
function settledCheck(blocked: readonly BlockedTask[], before: ReadonlyMap<Shown['what'], string>): ToShow | null {
  const asking = blocked.filter(({ asks }) => asks.length > 0);
  const waiting = new Map<string, string | null>(asking.map(({ key, commit }) => [`check:${key}`, commit]));
  for (const [what, digest] of before) {
    if (!what.startsWith('check:') || digest === OVER) continue;
    const [commit = '', numbers = ''] = digest.split(' ');
    if (waiting.get(what) === commit) continue;
    const asked = numbers.split(',').map(Number);
    return { kind: 'settled_check', task: what.slice('check:'.length), commit, asked, standing: OVER };
  }
  return null;
}
