import { ApiError, refused } from '../api_error.ts';
import type { RequestRecord } from './request_log.ts';

/** What goes wrong with a request. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly message?: string }
  /** Acts, then the connection breaks. */
  | { readonly kind: 'drop_answer' }
  | { readonly kind: 'primary_limit'; readonly resetAt: number }
  | { readonly kind: 'secondary_limit'; readonly status: 403 | 429; readonly retryAfterSeconds: number }
  /** Waits for it before acting. */
  | { readonly kind: 'gate'; readonly open: Promise<void> };

/** Which requests a fault meets. `met` is how many it met so far. */
export type FaultRule<Asked = RequestRecord> = {
  readonly fault: Fault;
  readonly when: (request: Asked, met: number) => boolean;
  /** After so many the rule ends; without, it stays. */
  readonly times?: number;
};

/** The rules in force, to be changed while the stand-in runs. */
export type Faults<Asked = RequestRecord> = {
  /** Adds a rule; the returned function ends it. */
  readonly add: (rule: FaultRule<Asked>) => () => void;
  /** The next request that fits meets the fault, once. */
  readonly once: (fault: Fault, when?: (request: Asked) => boolean) => void;
  /** Every nth write (or push) meets the fault. */
  readonly everyNthWrite: (nth: number, fault: Fault) => () => void;
  readonly clear: () => void;
  readonly faultOf: (request: Asked) => Fault | undefined;
};

/** No rules yet. */
export function createFaults<Asked extends { readonly kind: string }>(): Faults<Asked> {
  const rules = new Set<{ rule: FaultRule<Asked>; met: number }>();
  const add = (rule: FaultRule<Asked>) => {
    const entry = { rule, met: 0 };
    rules.add(entry);
    return () => void rules.delete(entry);
  };
  return {
    add,
    once: (fault, when = () => true) => void add({ fault, when, times: 1 }),
    everyNthWrite: (nth, fault) => {
      let writes = 0;
      const when = ({ kind }: Asked) => {
        const writing = kind === 'write' || kind === 'push';
        if (writing) writes += 1;
        return writing && writes % nth === 0;
      };
      return add({ fault, when });
    },
    clear: () => rules.clear(),
    faultOf: (request) => {
      for (const entry of rules) {
        if (!entry.rule.when(request, entry.met)) continue;
        entry.met += 1;
        if (entry.rule.times === entry.met) rules.delete(entry);
        return entry.rule.fault;
      }
      return undefined;
    },
  };
}

/** What happens before the request acts: an error, a wait, or nothing. */
export async function applyBefore(fault: Fault | undefined): Promise<void> {
  switch (fault?.kind) {
    case undefined:
    case 'drop_answer':
      return;
    case 'gate':
      await fault.open;
      return;
    case 'status':
      throw refused(fault.status, fault.message ?? 'Server Error');
    case 'primary_limit':
      throw new ApiError(
        403,
        { message: 'API rate limit exceeded for installation.', documentation_url: 'https://docs.github.com/rest' },
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${Math.ceil(fault.resetAt / 1000)}` },
      );
    case 'secondary_limit':
      throw new ApiError(
        fault.status,
        {
          message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
          documentation_url:
            'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
        },
        { 'retry-after': `${fault.retryAfterSeconds}` },
      );
    default:
      throw new Error(`There is no fault ${JSON.stringify(fault satisfies never)}.`);
  }
}
