import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../http/client.ts';
import type { ConversationEvent } from '../../protocol/conversation.ts';
import { ConversationResponse } from '../../protocol/operator.ts';
import { answerOf } from './answer_of.ts';
import { pastOutage } from './past_outage.ts';

/** How long an attempt that says nothing is left alone before it is looked at again. */
const LOOK_AGAIN_MS = 500;

/**
 * The events of an attempt's conversation, each once and in order.
 * @param follow go on until the attempt has ended, also past an outage of the service
 */
export async function* readConversation(
  client: Client,
  attempt: string,
  follow: boolean,
  { lookAgainMs = LOOK_AGAIN_MS } = {},
): AsyncGenerator<ConversationEvent> {
  let from = 0;
  for (;;) {
    const query = { from: String(from) };
    const ask = () =>
      answerOf(
        ConversationResponse,
        client.api.v1.attempts[':attempt'].conversation.$get({ param: { attempt }, query }),
      );
    const page = await (follow ? pastOutage(ask) : ask());
    yield* page.events;
    const stands = page.next === from;
    from = page.next;
    if (page.complete || (stands && !follow)) return;
    if (stands) await sleep(lookAgainMs);
  }
}
