import { until } from '../support/until.ts';
import { act } from './act.ts';
import { missing } from './condition.ts';
import { expectOutcome } from './expectations.ts';
import { expectInvariants } from './invariants.ts';
import { outcomeOf } from './outcome.ts';
import type { Performance } from './performance.ts';
import type { Condition } from './scenario.ts';

/** How long something may take to come about, with other scenarios at work beside it. */
const PATIENCE_MS = 120_000;
const LOOK_AGAIN_MS = 40;

/** People act one after another, each when it is time; then everything comes to rest, and is as expected. */
export async function play(performance: Performance, patienceMs = PATIENCE_MS): Promise<void> {
  const { people, expected } = performance.scenario;
  for (const [index, { when, do: deed }] of people.entries()) {
    const what = `act ${index + 1} (${JSON.stringify(deed).slice(0, 100)})`;
    if (when !== undefined) await holdUntil(when, performance, what, patienceMs);
    await act(deed, performance);
  }
  const end = { ...(expected.run === undefined ? {} : { run: expected.run }), settled: expected.settles };
  const rested = await holdUntil(end, performance, 'the end', patienceMs).then(
    () => undefined,
    (error: unknown) => error,
  );
  const outcome = await outcomeOf(performance);
  await expectOutcome(performance, outcome);
  await expectInvariants(performance, outcome);
  if (rested !== undefined) throw rested;
}

/** Waits until a condition holds; an error that tells what happened so far, where it does not come to that. */
export async function holdUntil(
  condition: Condition,
  performance: Performance,
  what: string,
  patienceMs: number,
): Promise<void> {
  let wanted: readonly string[] = [];
  await until(
    async () => `Before ${what} there was none of: ${wanted.join('; ')}.${await told(performance)}`,
    async () => {
      wanted = await missing(condition, performance);
      return wanted.length === 0 ? true : undefined;
    },
    patienceMs,
    LOOK_AGAIN_MS,
  );
}

/** What happened so far, for whoever has to find out why it does not go on. */
async function told({ view, github, repository }: Performance): Promise<string> {
  const events = await view.events();
  const lines = events.map(({ kind, task, data }) => `  ${kind} ${task ?? ''} ${JSON.stringify(data)}`.slice(0, 400));
  const comments = github.comments(repository).map(({ author, body }) => `  ${author}: ${body.slice(0, 300)}`);
  const underWay = await view.underWay();
  return `\nEvents:\n${lines.join('\n')}\nComments:\n${comments.join('\n')}\nUnder way: ${underWay.join('; ')}`;
}
