import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { Refusal } from '../../core/refusal.ts';
import type { LogRequest, LogResponse } from '../../protocol/log_messages.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { LogPieceRecord } from '../ports/log_store.ts';

const decompress = promisify(inflate);

/** Stores output or conversation of an attempt: also of one that was given up, since people want to read it. */
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
  if ((await Promise.all(pieces.map(isAsLongAsItSays))).includes(false)) {
    throw new Refusal('impossible_report', 'A chunk of output does not hold as many bytes as it says.');
  }
  const { logHeadBytes, logTailBytes } = slice.attempt.request.limits;
  const { log, conversation } = deps.store;
  const stream = request.stream === 'output' ? log : conversation;
  const stored = await stream.append(request.attempt, pieces, {
    headBytes: logHeadBytes,
    tailBytes: logTailBytes,
  });
  return { stored };
}

/** What cannot be read later is not stored: readers of the whole log would stumble over it. */
async function isAsLongAsItSays({ bytes, deflated }: LogPieceRecord): Promise<boolean> {
  const raw = await decompress(deflated, { maxOutputLength: bytes }).catch(() => null);
  return raw?.length === bytes;
}
