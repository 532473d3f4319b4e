import type { ServiceDependencies } from '../dependencies.ts';
import type { GitHubSide } from '../ports/github_side.ts';
import type { Store } from '../ports/store.ts';

/** How long a delivery is held, in milliseconds: after the death of its process another takes it when that is over. */
export const HOLD_MS = 30_000;
/** The longest that the processing of one may take, so that the hold outlasts it. */
export const HANDLE_MS = 15_000;

/** Processing took so long that it was given up for now. It passes: what was asked may be answered quicker next time. */
export class TooSlowError extends Error {
  override readonly name = 'TooSlowError';
  readonly code = 'too_slow';

  constructor() {
    super(`It took longer than ${HANDLE_MS} ms.`);
  }
}

/** A delivery that is being processed. */
export type Held = {
  readonly delivery: string;
  /** Names this one claim: the same process may claim the delivery again after it lost it. */
  readonly holder: string;
};

/**
 * Lets `work` use GitHub and the store until it is over or its time is. After that nobody is asked any more, and nothing of
 * it is committed; every commit before lands only while the delivery is still held. So what was too slow cannot come in
 * between when it is tried again. Answers, or throws, only when nothing of the work is under way any more but questions.
 *
 * @throws TooSlowError where its time was over
 */
export async function whileHeld<Result>(
  { deps, github, held }: { deps: ServiceDependencies; github: GitHubSide; held: Held },
  work: (within: { readonly deps: ServiceDependencies; readonly github: GitHubSide }) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  const done = new AbortController();
  void deps.sleep(HANDLE_MS, done.signal).then(() => over.abort(new TooSlowError()));
  try {
    return await work({
      deps: { ...deps, store: { ...deps.store, command: commandWhile(deps, held, over.signal) } },
      github: { ...github, ...askedUntil(github, over.signal) },
    });
  } finally {
    done.abort();
  }
}

function commandWhile({ store, clock }: ServiceDependencies, held: Held, over: AbortSignal): Store['command'] {
  return (name, decide) =>
    store.command(name, async (read) => {
      over.throwIfAborted();
      const decision = await decide(read);
      over.throwIfAborted();
      const { changes, events, effects } = decision;
      // What ends the delivery says by itself that it is held; and what has nothing to write must not begin to.
      const isEnd = changes.some(({ kind }) => kind === 'settle_delivery');
      if (isEnd || changes.length + events.length + effects.length === 0) return decision;
      const holding = { kind: 'hold_delivery', ...held, until: clock.now() + HOLD_MS } as const;
      return { ...decision, changes: [holding, ...changes] };
    });
}

type Asked = Pick<GitHubSide, 'authorization' | 'repositories' | 'turnAway' | 'putBack'>;

/** What GitHub is asked while a delivery is processed, of which nothing is heard after `over`. */
function askedUntil({ authorization, repositories, turnAway, putBack }: GitHubSide, over: AbortSignal): Asked {
  const inTime = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
    over.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    const end = () => reject(over.reason);
    over.addEventListener('abort', end, { once: true });
    try {
      return await Promise.race([ask(), promise]);
    } finally {
      over.removeEventListener('abort', end);
    }
  };
  return {
    authorization: {
      may: (...asked) => inTime(() => authorization.may(...asked)),
      isAllowed: (...asked) => inTime(() => authorization.isAllowed(...asked)),
    },
    repositories: {
      settingsFiles: (...asked) => inTime(() => repositories.settingsFiles(...asked)),
      pull: (...asked) => inTime(() => repositories.pull(...asked)),
      issue: (...asked) => inTime(() => repositories.issue(...asked)),
      issuesBelow: (...asked) => inTime(() => repositories.issuesBelow(...asked)),
      isIssueOpen: (...asked) => inTime(() => repositories.isIssueOpen(...asked)),
      contains: (...asked) => inTime(() => repositories.contains(...asked)),
      standsAt: (...asked) => inTime(() => repositories.standsAt(...asked)),
      changeSince: (...asked) => inTime(() => repositories.changeSince(...asked)),
      reviewComments: (...asked) => inTime(() => repositories.reviewComments(...asked)),
      bringersOf: (...asked) => inTime(() => repositories.bringersOf(...asked)),
      failedCheck: (...asked) => inTime(() => repositories.failedCheck(...asked)),
      checksOf: (...asked) => inTime(() => repositories.checksOf(...asked)),
      requiredChecks: (...asked) => inTime(() => repositories.requiredChecks(...asked)),
      isReached: (...asked) => inTime(() => repositories.isReached(...asked)),
    },
    turnAway: (...asked) => inTime(() => turnAway(...asked)),
    putBack: (...asked) => inTime(() => putBack(...asked)),
  };
}
