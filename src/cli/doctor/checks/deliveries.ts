import { counted } from '../../../core/text/counted.ts';
import type { DeliveryFacts } from '../../../github/app/inspect_app.ts';
import type { Check, CheckResult } from '../check.ts';
import { withApp } from './app.ts';

/** What GitHub sent of late, and whether it arrived. Its API does not tell whether the webhook is active: this does. */
export const deliveriesCheck: Check = {
  id: 'deliveries',
  title: 'Recent webhooks',
  run: (examination) =>
    withApp(examination, async ({ facts, inspector }) => judge(await inspector.deliveries(), facts.htmlUrl)),
};

function judge(tries: readonly DeliveryFacts[], page: string): CheckResult {
  if (tries.length === 0) {
    const mend = `If anything happened in a repository since, tick "Active" below "Webhook" in the App's settings (from ${page}).`;
    return { state: 'warn', what: 'GitHub has sent none in three days', mend };
  }
  const arrived = new Set(tries.filter(({ delivered }) => delivered).map(({ guid }) => guid));
  const all = new Set(tries.map(({ guid }) => guid));
  const failed = tries.filter(({ guid }) => !arrived.has(guid));
  const failing = new Set(failed.map(({ guid }) => guid)).size;
  const [last] = failed;
  if (last === undefined) return { state: 'ok', what: `${counted(all.size, 'webhook')} arrived` };
  const status = last.statusCode === 0 ? last.status : `${last.statusCode} ${last.status}`;
  const when = new Date(last.at).toISOString();
  const what = `${failing} of ${counted(all.size, 'webhook')} did not arrive; the last was ${last.name} at ${when}: ${status}`;
  const mend =
    last.statusCode === 401 || last.statusCode === 400
      ? "Give the secret of the App's webhook as WEBHOOK_SECRET, the same on both sides."
      : 'Mend what Public address and Service say. What did not arrive is asked for again for three days.';
  // The newest one arrived: what was wrong is over.
  return { state: tries[0]?.delivered === true ? 'warn' : 'fail', what, mend };
}
