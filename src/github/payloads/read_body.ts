import type { IncomingBody } from '../../core/incoming/incoming_event.ts';

/** Reads what an event is about; `action` is the payload's own, where it has one. */
export type ReadBody = (payload: unknown, action: string) => IncomingBody;
