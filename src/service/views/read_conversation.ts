import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { type ConversationPiece, readEvents } from '../../core/conversation/read_events.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ConversationEvent } from '../../protocol/conversation.ts';
import { LOG_CHUNK_LIMIT_BYTES } from '../../protocol/log_messages.ts';
import type { ConversationResponse } from '../../protocol/operator.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { LogPieceRecord } from '../ports/log_store.ts';

const decompress = promisify(inflate);
/** Pieces in one answer; one event is always smaller. */
const PIECES = 16;
/** Pieces of a conversation's end: at most 2 MiB, of which a prompt takes a part. */
const END_PIECES = 8;

/** An attempt's conversation from an offset on: 0, or the `next` of an answer before. */
export async function readConversation(
  { store }: Pick<ServiceDependencies, 'store'>,
  attempt: string,
  from: number,
): Promise<ConversationResponse> {
  const found = await store.conversation.read(attempt, from, PIECES);
  if (found === null) throw new Refusal('not_found', 'There is no such attempt.');
  const { events, next } = readEvents(await inflated(found.pieces), from);
  return { events: [...events], next, complete: !found.live && found.pieces.length < PIECES };
}

/** The newest events of an attempt's conversation, oldest first; empty: there was none, or it is kept no more. */
export async function conversationEnd(
  { store }: Pick<ServiceDependencies, 'store'>,
  attempt: string,
): Promise<readonly ConversationEvent[]> {
  const pieces = await store.conversation.readEnd(attempt, END_PIECES);
  return readEvents(await inflated(pieces), pieces[0]?.offset ?? 0).events;
}

async function inflated(pieces: readonly LogPieceRecord[]): Promise<readonly ConversationPiece[]> {
  return Promise.all(
    pieces.map(async ({ offset, deflated }) => ({
      offset,
      bytes: await decompress(deflated, { maxOutputLength: LOG_CHUNK_LIMIT_BYTES }),
    })),
  );
}
