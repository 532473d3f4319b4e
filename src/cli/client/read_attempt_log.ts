import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../http/client.ts';
import { LogResponse } from '../../protocol/operator.ts';
import { answerOf } from './answer_of.ts';
import { pastOutage } from './past_outage.ts';

/** How long an attempt that says nothing is left alone before it is looked at again. */
const LOOK_AGAIN_MS = 500;

/**
 * What an attempt wrote, in order. What was cut is marked by a line that says how many bytes are missing.
 * @param follow go on until the attempt has ended, also past an outage of the service
 */
export async function* readAttemptLog(
  client: Client,
  attempt: string,
  follow: boolean,
  { lookAgainMs = LOOK_AGAIN_MS } = {},
): AsyncGenerator<Buffer> {
  let from = 0;
  for (;;) {
    const query = { from: String(from) };
    const ask = () => answerOf(LogResponse, client.api.v1.attempts[':attempt'].log.$get({ param: { attempt }, query }));
    const page = await (follow ? pastOutage(ask) : ask());
    for (const piece of page.pieces) {
      if (piece.offset > from) yield Buffer.from(`\n… ${piece.offset - from} bytes were cut here …\n`);
      const bytes = Buffer.from(piece.base64, 'base64');
      yield bytes.subarray(Math.max(0, from - piece.offset));
      from = Math.max(from, piece.offset + piece.bytes);
    }
    if (page.complete || (page.pieces.length === 0 && !follow)) return;
    if (page.pieces.length === 0) await sleep(lookAgainMs);
  }
}
