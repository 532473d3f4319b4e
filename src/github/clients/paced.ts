import { NotNowError } from '../../service/ports/forge.ts';
import type { Pacing } from '../../service/ports/pacing.ts';

/** The longest that a write waits for its turn with its effect in hand; who would wait longer goes back into the outbox. */
const LONGEST_WAIT_MS = 5_000;

/** How long a write waits for its turn: a little (the default), not at all, or only behind one other. */
export type Patience = 'a_while' | 'if_free' | 'if_next';

/** Keeps the distance between writes, and silence while a limit lasts, for one installation. */
export type Pace = {
  /** Waits for the turn of a write. @throws NotNowError where it is farther off than that */
  readonly beforeWrite: (patience: Patience) => Promise<void>;
  /** @throws NotNowError while this process knows of a limit: reading counts too */
  readonly beforeRead: () => void;
  /** A limit was reached: nobody asks before `until` (epoch milliseconds). */
  readonly block: (until: number) => Promise<void>;
};

/** What pacing needs from outside. */
export type PacingOptions = {
  readonly pacing: Pacing;
  /** Between two writes of an installation, in milliseconds. */
  readonly spacingMs: number;
  readonly clock: { readonly now: () => number };
  readonly sleep: (ms: number) => Promise<void>;
};

/** The pace of each installation. */
export function pacer({ pacing, spacingMs, clock, sleep }: PacingOptions): (installation: number) => Pace {
  const blockedUntil = new Map<number, number>();

  const longestMs = { a_while: LONGEST_WAIT_MS, if_free: 0, if_next: Math.min(spacingMs, LONGEST_WAIT_MS) };

  return (installation) => {
    const key = `installation:${installation}`;
    const refuseWhileBlocked = () => {
      const until = blockedUntil.get(installation);
      if (until === undefined) return;
      if (until > clock.now()) throw new NotNowError(until, 'A limit of GitHub was reached.');
      blockedUntil.delete(installation);
    };
    return {
      beforeRead: refuseWhileBlocked,
      beforeWrite: async (patience) => {
        refuseWhileBlocked();
        const now = clock.now();
        const turn = await pacing.takeTurn(key, now, spacingMs, now + longestMs[patience]);
        if (turn === null) throw new NotNowError(now + LONGEST_WAIT_MS, 'Other writes to GitHub come first.');
        if (turn > now) await sleep(turn - now);
        refuseWhileBlocked();
      },
      block: async (until) => {
        blockedUntil.set(installation, Math.max(until, blockedUntil.get(installation) ?? 0));
        await pacing.block(key, until);
      },
    };
  };
}
