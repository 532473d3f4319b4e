import type { KnownTask } from './find_task.ts';
import type { DraftTask } from './read/draft.ts';
import { nearest } from './suggest.ts';

type Draft = Pick<DraftTask, 'writtenId' | 'title'>;

/** How much of their words two titles share that may be the same task's, from 0 to 1. */
const ALIKE = 0.6;

/**
 * The ids that tasks without a written id keep from an earlier version of their plan; undefined: it is new. The title says
 * whose an id is, wherever the task stands now. A title that was only touched up (between the same neighbours, and alike) keeps
 * it too, so that mending a word does not make another task of one that may be at work.
 */
export function keepIds(drafts: readonly Draft[], earlier: readonly KnownTask[]): readonly (string | undefined)[] {
  const before = drafts.map((draft) => (draft.writtenId === undefined ? null : placeOf(earlier, draft.writtenId)));
  const taken = new Set(before.filter((place) => place !== null));
  for (const [index, draft] of drafts.entries()) {
    if (draft.writtenId !== undefined) continue;
    const place = earlier.findIndex(({ named, title }, at) => !named && title === draft.title && !taken.has(at));
    if (place < 0) continue;
    taken.add(place);
    before[index] = place;
  }
  for (const [index, place] of touchedUp(drafts, earlier, before, taken)) before[index] = place;
  return drafts.map((draft, index) => {
    const place = before[index];
    return draft.writtenId !== undefined || place == null ? undefined : earlier[place]?.id;
  });
}

/** -1 where the earlier version had no such task: it is new, and between no two of those that are known. */
function placeOf(earlier: readonly KnownTask[], id: string): number {
  return earlier.findIndex((task) => task.id.toLowerCase() === id.toLowerCase());
}

/** Of tasks between two that are known, as many as there were before: those whose titles are alike, one after another. */
function touchedUp(
  drafts: readonly Draft[],
  earlier: readonly KnownTask[],
  before: readonly (number | null)[],
  taken: ReadonlySet<number>,
): readonly (readonly [index: number, place: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let from = 0; from < drafts.length; ) {
    if (before[from] !== null) {
      from += 1;
      continue;
    }
    let to = from;
    while (to < drafts.length && before[to] === null) to += 1;
    const isKnown = (place: number | null) => place !== null && place >= 0;
    const first = before.slice(0, from).findLast(isKnown) ?? -1;
    const last = before.slice(to).find(isKnown) ?? earlier.length;
    const free = earlier.flatMap((task, place) => {
      const isBetween = place > first && place < last;
      return isBetween && !task.named && !taken.has(place) ? [place] : [];
    });
    if (free.length === to - from) {
      for (const [offset, place] of free.entries()) {
        const draft = drafts[from + offset];
        if (draft?.writtenId !== undefined || !areAlike(draft?.title ?? '', earlier[place]?.title ?? '')) continue;
        found.push([from + offset, place]);
      }
    }
    from = to;
  }
  return found;
}

function areAlike(left: string, right: string): boolean {
  if (nearest(left, [right]) !== undefined) return true;
  const [mine, theirs] = [wordsOf(left), wordsOf(right)];
  return (2 * mine.intersection(theirs).size) / (mine.size + theirs.size) >= ALIKE;
}

function wordsOf(title: string): Set<string> {
  return new Set(title.toLowerCase().split(/[^\p{L}\p{N}]+/u));
}
