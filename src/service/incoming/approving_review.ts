import type { Change } from '../../core/changes.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { type Handled, ignored } from './handled.ts';
import type { Occasion } from './occasion.ts';
import type { Subject } from './subject.ts';

/** Somebody who may command approved a pull request; `also` lands with what follows. Nothing waits for it yet. */
export async function handleApproval(
  _occasion: Occasion,
  _subject: Subject,
  _event: Extract<IncomingBody, { kind: 'review' }>,
  _also: readonly Change[],
): Promise<Handled> {
  return ignored('Nothing waits for its approval.');
}
