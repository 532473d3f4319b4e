import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { Refusal } from '../../core/refusal.ts';
import { LOG_CHUNK_LIMIT_BYTES } from '../../protocol/log_messages.ts';
import type { LogResponse } from '../../protocol/operator.ts';
import type { ServiceDependencies } from '../dependencies.ts';

const decompress = promisify(inflate);
/** Pieces in one answer. */
const PIECES = 64;

/** What is stored of an attempt's output from an offset on. A piece that began before it is given whole. */
export async function readLog({ store }: ServiceDependencies, attempt: string, from: number): Promise<LogResponse> {
  const found = await store.log.read(attempt, from, PIECES);
  if (found === null) throw new Refusal('not_found', 'There is no such attempt.');
  const pieces = await Promise.all(
    found.pieces.map(async ({ offset, bytes, deflated }) => {
      const raw = await decompress(deflated, { maxOutputLength: LOG_CHUNK_LIMIT_BYTES });
      return { offset, bytes, base64: raw.toString('base64') };
    }),
  );
  const last = found.pieces.at(-1);
  const next = last === undefined ? from : last.offset + last.bytes;
  return { pieces, next, complete: !found.live && found.pieces.length < PIECES };
}
