import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { EventView } from '../protocol/views.ts';

/**
 * Answers with events as server-sent events until the caller is gone. Where there is nothing to tell for a while (null), a
 * `still` without an id is sent, so that both sides notice a connection that is dead.
 */
export function streamEvents(
  context: Context,
  follow: (gone: AbortSignal) => AsyncIterable<EventView | null>,
): Response {
  return streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    for await (const event of follow(gone.signal)) {
      await stream.writeSSE(
        event === null
          ? { event: 'still', data: '' }
          : { id: String(event.seq), event: event.kind, data: JSON.stringify(event) },
      );
    }
  });
}
