import { expect, it } from 'vitest';
import { systemClock } from '../../../runner/process/clock.ts';
import { redactionOf } from '../../../runner/redaction.ts';
import { closeStreams, openStreams } from '../../../runner/worker/attempt_streams.ts';
import type { Worker } from '../../../runner/worker/worker.ts';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import type { LogRequest } from '../../../src/protocol/log_messages.ts';

const MEBIBYTE = 1024 * 1024;

it('while the service takes nothing, four MiB of a conversation wait in memory, and as much of the output as the task keeps', async () => {
  const taken = { output: 0, conversation: 0 };
  const back = Promise.withResolvers<void>();
  const log = async ({ stream, chunks }: LogRequest) => {
    await back.promise;
    for (const { bytes } of chunks) taken[stream] += bytes;
    return { stored: 0 };
  };
  const worker = {
    folder: { id: 'r' },
    client: { log },
    clock: systemClock,
    random: () => 0,
    redaction: redactionOf([]),
  };
  const limits = { logHeadBytes: 100 * MEBIBYTE, logTailBytes: 100 * MEBIBYTE };
  const streams = openStreams(worker as unknown as Worker, { attempt: 'a', limits } as ExecutionRequest);
  const text = 'x'.repeat(10_000);
  for (let told = 0; told < 1_000; told += 1) {
    streams.conversation.tell({ kind: 'message', text });
    streams.log.line(text);
  }
  back.resolve();
  await closeStreams(streams, 60_000);
  expect(taken).toEqual({ output: 1_000 * (text.length + 1), conversation: 4 * MEBIBYTE });
});
