import type { Octokit } from '@octokit/rest';
import type { Look, MissedDeliveries } from '../../service/ports/missed_deliveries.ts';
import { isRefusal } from '../clients/github_error.ts';

/** What GitHub sent again so lately is left alone: it has just failed anew, and would only fail once more. */
const SENT_AGAIN_MS = 10 * 60_000;

/** Once so many did not come, none is waited for any more: something keeps them away that waiting does not mend. */
const IN_VAIN = 3;

/** The sending of a webhook (its GUID) that GitHub can do again, and when it was first sent (epoch milliseconds). */
type Missed = { readonly guid: string; readonly id: number; readonly sentAt: number };

/**
 * GitHub's own list of what it sent. A webhook may be in it several times, each time it was sent; it is missed only if we
 * know its id from none of them.
 */
export function createMissedDeliveries(app: Octokit): MissedDeliveries {
  return {
    recover: async (look) => {
      const missed = await missedSince(app, look);
      let asked = 0;
      let inVain = 0;
      for (const [turn, { guid, id, sentAt }] of missed.entries()) {
        const isOver = turn === look.atMost || (turn > 0 && !look.hasTime());
        if (isOver || look.stopping?.aborted) return { asked, leftSince: sentAt };
        if (!(await sendAgain(app, id))) continue;
        asked += 1;
        // GitHub sends in its own time, so that one could overtake what was asked for before.
        if (inVain < IN_VAIN && !(await look.awaitArrival(guid))) inVain += 1;
      }
      return { asked, leftSince: null };
    },
  };
}

/**
 * All that was missed, the oldest first. The list is the newest first, so it is read to its end, or to `since`: only ids and
 * times of what is missed are kept, and GitHub forgets after three days.
 */
async function missedSince(app: Octokit, { since, now, isKnown, stopping }: Look): Promise<readonly Missed[]> {
  /** What is none of ours to ask for: known, or sent again just now. */
  const settled = new Set<string>();
  const missed = new Map<string, Missed>();
  for await (const { data } of app.paginate.iterator(app.rest.apps.listWebhookDeliveries, { per_page: 100 })) {
    const inReach = data.filter(({ delivered_at }) => Date.parse(delivered_at) >= since);
    const guids = [...new Set(inReach.map(({ guid }) => guid))].filter(
      (guid) => !settled.has(guid) && !missed.has(guid),
    );
    const known = await Promise.all(guids.map(isKnown));
    for (const [index, guid] of guids.entries()) if (known[index]) settled.add(guid);
    for (const { guid, id, delivered_at, redelivery } of inReach) {
      const sentAt = Date.parse(delivered_at);
      if (redelivery && sentAt > now - SENT_AGAIN_MS) settled.add(guid);
      if (settled.has(guid)) continue;
      const newest = missed.get(guid)?.id ?? id;
      // Put at the end anew, so that the order is that of the first sendings.
      missed.delete(guid);
      missed.set(guid, { guid, id: newest, sentAt });
    }
    if (inReach.length < data.length) break;
    stopping?.throwIfAborted();
  }
  return [...missed.values()].reverse();
}

/** Whether GitHub sends it again; not what it has forgotten meanwhile. */
async function sendAgain(app: Octokit, id: number): Promise<boolean> {
  try {
    await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
    return true;
  } catch (error) {
    if (isRefusal(error, 400, 404, 410, 422)) return false;
    throw error;
  }
}
