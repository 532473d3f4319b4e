/** Something to be measured: what is timed lies between what prepares it and what removes it. */
export type Contestant<Subject> = {
  readonly prepare: () => Promise<Subject>;
  readonly run: (subject: Subject) => Promise<void>;
  readonly finish: (subject: Subject) => Promise<void>;
};

/** Hides what a contestant works on, so that different ones can take turns. */
export type Turn = () => Promise<number>;

/** A busy machine gets fewer rounds, so that all benches together end in bounded time; but never fewer than these. */
const BUDGET_MS = 15_000;
const LEAST_ROUNDS = 2;

/** One measurement of a contestant in milliseconds. */
export function turnOf<Subject>({ prepare, run, finish }: Contestant<Subject>): Turn {
  return async () => {
    const subject = await prepare();
    try {
      const startedAt = performance.now();
      await run(subject);
      return performance.now() - startedAt;
    } finally {
      await finish(subject);
    }
  };
}

/**
 * Lets contestants take turns, A B A B, so that whatever slows the machine down meets all of them alike. Every other
 * round goes the other way round, and the first of all is dropped: it warms up code and caches. There are `rounds` of them at most.
 *
 * @returns the milliseconds of each round by contestant.
 */
export async function takeTurns<Name extends string>(
  rounds: number,
  turns: Readonly<Record<Name, Turn>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(turns) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (const name of names) await turns[name]();
  const endBy = performance.now() + BUDGET_MS;
  for (let round = 0; round < rounds; round += 1) {
    if (round >= LEAST_ROUNDS && performance.now() > endBy) break;
    for (const name of round % 2 === 0 ? names : names.toReversed()) times[name].push(await turns[name]());
  }
  return times;
}
