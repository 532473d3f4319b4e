import type { ServiceDependencies } from './dependencies.ts';

/** How often what became due meanwhile is looked for while something is under way, if nothing wakes it. */
const LOOK_AGAIN_MS = 1_000;

/** When nothing more is begun: after `atMost`, from `until` on (epoch milliseconds), or as soon as it is told to stop. */
export type WorkBounds = { readonly atMost: number; readonly until?: number; readonly stopping?: AbortSignal };

/** Something of which there are many: how what is due is found, and what is done with each. */
export type Work<Item> = {
  /** Takes what is due and fits beside what is under way, and no more than `atMost`. All of it is begun at once. */
  readonly claim: (underWay: readonly Item[], atMost: number) => Promise<readonly Item[]>;
  readonly act: (item: Item) => Promise<void>;
};

/**
 * Does what is due, several things at once. As soon as one has ended the next takes its place, so that what is slow holds up nothing
 * but itself. Ends when nothing is due, and never before all that it began has ended. Says whether anything was due.
 *
 * @throws what `claim` or `act` threw first; nothing more is begun after that
 */
export async function workThrough<Item>(
  { signals, clock }: Pick<ServiceDependencies, 'signals' | 'clock'>,
  { claim, act }: Work<Item>,
  { atMost, until = Number.POSITIVE_INFINITY, stopping }: WorkBounds,
): Promise<boolean> {
  const underWay = new Map<Item, Promise<void>>();
  const failures: unknown[] = [];
  let begun = 0;
  const begin = (item: Item) => {
    begun += 1;
    const acting = act(item)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(item));
    underWay.set(item, acting);
  };
  const mayBegin = () => failures.length === 0 && begun < atMost && clock.now() < until && stopping?.aborted !== true;
  try {
    for (;;) {
      const looked = new AbortController();
      const woken = signals.chores.next(LOOK_AGAIN_MS, looked.signal);
      const before = [...underWay.keys()];
      try {
        const claimed = mayBegin() ? await claim(before, atMost - begun) : [];
        claimed.forEach(begin);
        if (claimed.length === 0 && before.length === 0) break;
        if (claimed.length === 0 && underWay.size > 0) await Promise.race([...underWay.values(), woken]);
      } finally {
        looked.abort();
      }
    }
  } finally {
    await Promise.all(underWay.values());
  }
  if (failures.length > 0) throw failures[0];
  return begun > 0;
}
