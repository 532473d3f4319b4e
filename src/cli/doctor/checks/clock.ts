import type { Check, CheckResult } from '../check.ts';

const TIMEOUT_MS = 10_000;
/** An answer takes its time, and its `Date` counts whole seconds. */
const FINE_MS = 10_000;
/** A clock that is further off is not kept. */
const TOO_FAR_MS = 60_000;
const MEND = 'Let the machine set its clock by NTP, for example by `timedatectl set-ntp true`.';

/** This machine's clock, compared with GitHub's: the App proves itself with times, and so do several services to each other. */
export const clockCheck: Check = {
  id: 'clock',
  title: 'Clock',
  run: async ({ app }) => {
    const environment = await app().catch(() => undefined);
    if (environment === undefined) return { state: 'skipped', what: 'needs a GitHub App to compare with' };
    // Any answer will do, whatever it says.
    const askedAt = Date.now();
    const asking = fetch(environment.apiUrl, { method: 'HEAD', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const date = (await asking.catch(() => undefined))?.headers.get('date');
    const theirs = Date.parse(date ?? '');
    if (Number.isNaN(theirs)) return { state: 'skipped', what: 'GitHub does not say what time it has' };
    // Ours lies between asking and now; theirs may be any moment of its second.
    const aheadMs = askedAt - (theirs + 999);
    const behindMs = theirs - Date.now();
    return judge(Math.max(aheadMs, behindMs), aheadMs > behindMs ? 'ahead of' : 'behind');
  },
};

function judge(skewMs: number, where: 'ahead of' | 'behind'): CheckResult {
  if (skewMs <= FINE_MS) return { state: 'ok', what: "within seconds of GitHub's" };
  const what = `${Math.round(skewMs / 1_000)} s ${where} GitHub's`;
  return { state: skewMs > TOO_FAR_MS ? 'fail' : 'warn', what, mend: MEND };
}
