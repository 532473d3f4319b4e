import { type BreakerRecord, breakerMachine } from './breaker.ts';

/** A breaker together with whether the attempt that probes it is still at work. */
export type SeenBreaker = BreakerRecord & { readonly isProbed: boolean };

/**
 * How an agent may be used now: `awake` without bound, `once` to try whether it works again, or not at all while it `rests`
 * or is being tried.
 */
export function availability(breaker: SeenBreaker | undefined, now: number): 'awake' | 'once' | 'rests' {
  if (breaker === undefined) return 'awake';
  switch (breaker.state) {
    case 'closed':
      return 'awake';
    case 'open':
      return (breaker.restsUntil ?? 0) > now ? 'rests' : 'once';
    case 'half_open':
      // A probe that was canceled or lost has said nothing; another follows.
      return breaker.isProbed ? 'rests' : 'once';
    default:
      return breaker.state satisfies never;
  }
}

/** The breaker once an attempt was handed out to try it. */
export function probed({ isProbed: _, ...breaker }: SeenBreaker, attempt: string): BreakerRecord {
  return { ...breaker, state: breakerMachine.next(breaker.state, 'probe'), probe: attempt };
}

/**
 * The breakers of a runner that was restarted: what was wrong with its agents may have been mended, so each may be tried at
 * once. A limit lasts as long as was told.
 */
export function afterRestart(breakers: readonly SeenBreaker[], runner: string, now: number): readonly BreakerRecord[] {
  return breakers
    .filter((breaker) => breaker.runner === runner && !breaker.isTold && availability(breaker, now) === 'rests')
    .filter(({ state }) => state === 'open')
    .map(({ isProbed: _, ...breaker }) => ({ ...breaker, restsUntil: now }));
}
