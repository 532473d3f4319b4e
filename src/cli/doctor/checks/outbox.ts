import { counted } from '../../../core/text/counted.ts';
import type { Check } from '../check.ts';
import { withStatus } from './service.ts';

const REASONS_SHOWN = 5;

/** What waits to be sent, and what never will be. */
export const outboxCheck: Check = {
  id: 'outbox',
  title: 'Outbox',
  run: (examination) =>
    withStatus(examination, ({ outbox: { waiting, dead } }) => {
      const waits = waiting === 0 ? 'nothing waits to be sent' : `${counted(waiting, 'write')} to be sent`;
      if (dead.length === 0) return { state: 'ok', what: waits };
      const reasons = dead.slice(0, REASONS_SHOWN).map(({ kind, message }) => `${kind}: ${message}`);
      const more = dead.length > REASONS_SHOWN ? [`${dead.length - REASONS_SHOWN} more`] : [];
      const what = `${counted(dead.length, 'write')} given up (${[...reasons, ...more].join('; ')}); ${waits}`;
      return { state: 'fail', what, mend: `Mend what the reason names, then ${wayOn(dead.map(({ kind }) => kind))}.` };
    }),
};

/** What could not even begin has no task to retry. */
function wayOn(kinds: readonly string[]): string {
  const beginning = 'write `/planwright run` in the issue of the plan';
  const others = kinds.filter((kind) => kind !== 'begin_run');
  if (others.length === 0) return beginning;
  const retrying = 'retry the task that it belongs to';
  return others.length === kinds.length ? retrying : `${retrying}; for begin_run, ${beginning}`;
}
