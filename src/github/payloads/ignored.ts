import type { IncomingBody } from '../../core/incoming/incoming_event.ts';

/** For what comes with an event that matters and does not matter itself. */
export function ignored(what: string): IncomingBody {
  return { kind: 'ignored', why: `Planwright does not act upon ${what}.` };
}
