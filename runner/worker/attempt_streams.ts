import type { LogStream } from '../../src/protocol/conversation.ts';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import { ConversationLog } from '../log/conversation_log.ts';
import { LogShipper } from '../log/log_shipper.ts';
import type { Worker } from './worker.ts';

/** The most of a conversation's beginning, and of its end, that waits in memory while the service does not take it. */
const WAITING_BYTES = 2 * 1024 * 1024;

/** What an attempt tells while it runs. */
export type AttemptStreams = { readonly log: LogShipper; readonly conversation: ConversationLog };

/** Begins to send what an attempt tells. */
export function openStreams(worker: Worker, { attempt, limits }: ExecutionRequest): AttemptStreams {
  const shipper = (stream: LogStream, most: number) =>
    new LogShipper({
      runner: worker.folder.id,
      attempt,
      stream,
      headBytes: Math.min(limits.logHeadBytes, most),
      tailBytes: Math.min(limits.logTailBytes, most),
      clock: worker.clock,
      random: worker.random,
      redaction: worker.redaction,
      send: worker.client.log,
    });
  const begunAt = worker.clock.now();
  const elapsedMs = () => worker.clock.now() - begunAt;
  return {
    log: shipper('output', Number.POSITIVE_INFINITY),
    conversation: new ConversationLog(shipper('conversation', WAITING_BYTES), worker.redaction, elapsedMs),
  };
}

/** Sends what is left of both, and gives up after `limitMs`. */
export async function closeStreams({ log, conversation }: AttemptStreams, limitMs: number): Promise<void> {
  await Promise.all([log.close(limitMs), conversation.close(limitMs)]);
}
