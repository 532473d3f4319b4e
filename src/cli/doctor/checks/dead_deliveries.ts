import { counted } from '../../../core/text/counted.ts';
import type { Check } from '../check.ts';
import { withStatus } from './service.ts';

const REASONS_SHOWN = 5;

/** Webhooks that arrived, and what of them could not be processed. */
export const deadDeliveriesCheck: Check = {
  id: 'dead_deliveries',
  title: 'Webhooks kept',
  run: (examination) =>
    withStatus(examination, ({ deliveries: { waiting, failing, dead } }) => {
      const waits = waiting === 0 ? 'none waits to be processed' : `${counted(waiting, 'webhook')} to be processed`;
      const failed = failing === 0 ? waits : `${waits}, ${failing} of them again`;
      if (dead.length === 0) return { state: 'ok', what: failed };
      const reasons = dead.slice(0, REASONS_SHOWN).map(({ event, id, message }) => `${event} ${id}: ${message}`);
      const more = dead.length > REASONS_SHOWN ? [`${dead.length - REASONS_SHOWN} more`] : [];
      const what = `${counted(dead.length, 'webhook')} given up (${[...reasons, ...more].join('; ')}); ${failed}`;
      const mend = 'Mend what the reason names, then have them processed anew: `planwright delivery retry`.';
      return { state: 'fail', what, mend };
    }),
};
