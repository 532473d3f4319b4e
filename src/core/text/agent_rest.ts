import type { FailureClass } from '../../protocol/outcome.ts';
import type { SeenBreaker } from '../breaker/resting.ts';
import { counted } from './counted.ts';
import { timeOfDay } from './time_text.ts';

const DAY_MS = 86_400_000;

/**
 * Why an agent takes no work on a runner and until when, to be read after "waits for":
 * `` `claude` on forge-2: rate limit until 14:05 UTC ``.
 *
 * @param runner the runner's name
 * @param now epoch milliseconds
 */
export function agentRest(breaker: SeenBreaker, runner: string, now: number): string {
  const who = `\`${breaker.provider}\` on ${runner}`;
  const { restsUntil, state, isTold } = breaker;
  if (state === 'half_open' || restsUntil === null) return `${who}: another task tries whether it works again`;
  const until = `${timeOfDay(restsUntil)}${daysLater(now, restsUntil)}`;
  if (isTold) return `${who}: ${reasonOf(breaker)} until ${until}`;
  return `${who}: ${reasonOf(breaker)}; one try at ${until}`;
}

/** What the breaker opened for, in a few words. */
function reasonOf({ failure, failures }: SeenBreaker): string {
  const said = failure === null ? undefined : REASONS[failure.class];
  return said ?? `after ${counted(failures, 'failure')} in a row`;
}

const REASONS: Partial<Record<FailureClass, string>> = {
  rate_limit: 'rate limit',
  auth: 'its model does not let it in',
  budget: 'no money left on its account',
};

function daysLater(now: number, at: number): string {
  const days = Math.floor(at / DAY_MS) - Math.floor(now / DAY_MS);
  if (days <= 0) return '';
  return days === 1 ? ' tomorrow' : ` in ${days} days`;
}
