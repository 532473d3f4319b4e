import { ConversationEvent } from '../../protocol/conversation.ts';

/** A piece of a conversation as it was written: JSON lines, `offset` among all bytes that there ever were. */
export type ConversationPiece = { readonly offset: number; readonly bytes: Uint8Array };

/** Whole events, and where to read on: the beginning of the first line that is not whole yet. */
export type ReadEvents = { readonly events: readonly ConversationEvent[]; readonly next: number };

const LINE_END = 0x0a;

/**
 * The events in pieces that are in order, from an offset at which a line begins. A gap becomes an event `cut`. A line that is
 * none of ours is passed over: it was cut in two, or a newer runner wrote it.
 */
export function readEvents(pieces: readonly ConversationPiece[], from: number): ReadEvents {
  const events: ConversationEvent[] = [];
  let next = from;
  let waiting: Uint8Array = new Uint8Array();
  let at = 0;
  for (const { offset, bytes } of pieces) {
    const end = next + waiting.length;
    if (offset > end) {
      events.push({ at, kind: 'cut', bytes: offset - next });
      next = offset;
      waiting = new Uint8Array();
    }
    waiting = joined(waiting, bytes.subarray(Math.max(0, end - offset)));
    const lines = waiting.lastIndexOf(LINE_END) + 1;
    for (const event of wholeLines(waiting.subarray(0, lines))) {
      events.push(event);
      at = event.at;
    }
    next += lines;
    waiting = waiting.subarray(lines);
  }
  return { events, next };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function wholeLines(bytes: Uint8Array): readonly ConversationEvent[] {
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .flatMap((line) => readLine(line) ?? []);
}

function readLine(line: string): ConversationEvent | undefined {
  try {
    return ConversationEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
