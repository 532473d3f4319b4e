import { z } from 'zod';
import { LogStream } from './conversation.ts';
import { Id } from './primitives.ts';

/** The most bytes of output that one chunk may carry before compression. */
export const LOG_CHUNK_LIMIT_BYTES = 262_144;

/**
 * `POST log`: output of an attempt, or its conversation (JSON lines, see `conversation.ts`). `offset` counts all bytes of that
 * stream, also those that were dropped, so a gap between chunks is the mark of what was cut. A chunk that is stored already is ignored. `deflated` is in zlib format
 * (RFC 1950).
 */
export const LogRequest = z.object({
  runner: Id,
  attempt: Id,
  stream: LogStream,
  chunks: z
    .array(
      z.object({
        offset: z.number().int().nonnegative(),
        bytes: z.number().int().positive().max(LOG_CHUNK_LIMIT_BYTES),
        deflated: z.base64(),
      }),
    )
    .min(1)
    .max(64),
});
export type LogRequest = z.infer<typeof LogRequest>;
export const LogResponse = z.object({ stored: z.number().int().nonnegative() });
export type LogResponse = z.infer<typeof LogResponse>;
