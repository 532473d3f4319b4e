import type { Octokit } from '@octokit/rest';
import type { MissedDeliveries } from '../../service/ports/missed_deliveries.ts';

/** The most that one look asks for again: an outage is caught up with over several looks. */
const AT_ONCE = 200;

/**
 * GitHub's own list of what it sent. A webhook may be in it several times, each time it was sent; it is missed only if we
 * know its id from none of them.
 */
export function createMissedDeliveries(app: Octokit): MissedDeliveries {
  return {
    recover: async (since, isKnown) => {
      const missed = new Map<string, number>();
      const seen = new Set<string>();
      const pages = app.paginate.iterator(app.rest.apps.listWebhookDeliveries, { per_page: 100 });
      for await (const { data } of pages) {
        for (const delivery of data) {
          if (Date.parse(delivery.delivered_at) < since) continue;
          if (seen.has(delivery.guid)) continue;
          seen.add(delivery.guid);
          if (!(await isKnown(delivery.guid))) missed.set(delivery.guid, delivery.id);
        }
        const oldest = data.at(-1);
        if (oldest === undefined || Date.parse(oldest.delivered_at) < since || missed.size >= AT_ONCE) break;
      }
      // Oldest first, as they came.
      const ids = [...missed.values()].reverse().slice(0, AT_ONCE);
      for (const id of ids) await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
      return { asked: ids.length, isAll: missed.size < AT_ONCE };
    },
  };
}
