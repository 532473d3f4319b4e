import type { FinishRequest } from '../../src/protocol/runner_messages.ts';
import type { Logger } from '../logger.ts';
import type { ServiceClient } from '../service/service_client.ts';
import { isFenced, ServiceError } from '../service/service_error.ts';
import { forgetFinish } from './finish_journal.ts';
import { type Repeating, repeatUntilAnswered } from './repeat.ts';

/** What became of a report. `undelivered`: it stays in the journal for the next process. */
export type Delivery = 'accepted' | 'fenced' | 'refused' | 'undelivered';

/** Sends a journaled report until it is answered or `signal` aborts, and then forgets it. */
export async function deliverFinish(
  attemptPath: string,
  request: FinishRequest,
  client: ServiceClient,
  repeating: Repeating,
  logger: Logger,
  signal: AbortSignal,
): Promise<Delivery> {
  const delivery = await deliver(request.attempt, (each) => client.finish(request, each), repeating, logger, signal);
  if (delivery !== 'undelivered') await forgetFinish(attemptPath);
  return delivery;
}

/** Sends a report of an attempt until it is answered or `signal` aborts. */
export async function deliver(
  attempt: string,
  send: (signal: AbortSignal) => Promise<unknown>,
  repeating: Repeating,
  logger: Logger,
  signal: AbortSignal,
): Promise<Delivery> {
  try {
    await repeatUntilAnswered(send, signal, repeating);
    return 'accepted';
  } catch (error) {
    if (signal.aborted) return 'undelivered';
    if (isFenced(error)) return 'fenced';
    if (!(error instanceof ServiceError)) throw error;
    // The token or the version is wrong, not the report.
    if (error.code === 'unauthorized' || error.code === 'protocol_mismatch') return 'undelivered';
    logger.error('the service refused a report', { attempt, code: error.code, reason: error.message });
    return 'refused';
  }
}
