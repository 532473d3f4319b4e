import type { Logger } from '../logger.ts';
import type { ServiceClient } from '../service/service_client.ts';
import { type Delivery, deliver } from './deliver_finish.ts';
import type { Repeating } from './repeat.ts';
import type { Salvaged } from './salvage_journal.ts';

/** Whose work was saved, and who says so. */
export type Salvager = { readonly runner: string; readonly boot: string; readonly attempt: string };

/** Tells the service where the work of an attempt lies that made no report which names it, until it is answered or `signal` aborts. */
export async function deliverSalvaged(
  salvager: Salvager,
  salvaged: Salvaged,
  client: ServiceClient,
  repeating: Repeating,
  logger: Logger,
  signal: AbortSignal,
): Promise<Delivery> {
  const request = { ...salvager, ...salvaged };
  const send = (each: AbortSignal) => client.salvaged(request, each);
  return await deliver(salvager.attempt, send, repeating, logger, signal);
}
