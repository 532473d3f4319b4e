import { Refusal } from '../core/refusal.ts';
import type { LogRequest, LogResponse } from '../protocol/runner_messages.ts';
import type { ServiceDependencies } from './dependencies.ts';

/** Stores output of an attempt: also of one that was given up, since people want to read it. */
export async function appendLog(deps: ServiceDependencies, request: LogRequest): Promise<LogResponse> {
  const slice = await deps.store.read.attemptSlice(request.attempt, 'direct');
  if (slice === null || slice.attempt.runner !== request.runner) {
    throw new Refusal('attempt_not_current', 'There is no such attempt of this runner.');
  }
  const pieces = request.chunks.map(({ offset, bytes, deflated }) => ({
    offset,
    bytes,
    deflated: Buffer.from(deflated, 'base64'),
  }));
  const { logHeadBytes, logTailBytes } = slice.attempt.request.limits;
  const stored = await deps.store.log.append(request.attempt, pieces, {
    headBytes: logHeadBytes,
    tailBytes: logTailBytes,
  });
  return { stored };
}
