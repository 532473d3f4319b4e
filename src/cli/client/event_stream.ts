import type { Client } from '../../http/client.ts';
import { EventView } from '../../protocol/views.ts';
import { refusalOf, unreachable } from './answer_of.ts';

/** Between two events the service says now and then that it is still there; silence beyond this means it is not. */
const SILENCE_LIMIT_MS = 45_000;

/**
 * The events of a run after a number, each as it happens, without end.
 * @throws CliError `unreachable` where the stream breaks
 */
export async function* eventStream(
  client: Client,
  run: string,
  after: number,
  stopping: AbortSignal,
): AsyncGenerator<EventView> {
  const silence = new AbortController();
  const watch = setTimeout(() => silence.abort(new Error('it fell silent')), SILENCE_LIMIT_MS);
  try {
    const answer = await client.api.v1.runs[':run'].events.stream.$get(
      { param: { run }, query: { after: String(after) } },
      { init: { signal: AbortSignal.any([stopping, silence.signal]) } },
    );
    if (!answer.ok || answer.body === null) throw await refusalOf(answer);
    const decoder = new TextDecoder();
    let text = '';
    for await (const bytes of answer.body) {
      watch.refresh();
      text += decoder.decode(bytes, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const event = readMessage(message);
        if (event !== undefined) yield event;
      }
    }
  } catch (error) {
    throw unreachable(error);
  } finally {
    clearTimeout(watch);
  }
  throw unreachable(new Error('the stream of events ended'));
}

/** One server-sent event; undefined for those that only say that the stream still stands. */
function readMessage(message: string): EventView | undefined {
  const data = message
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trimStart())
    .join('\n');
  if (data === '') return undefined;
  return EventView.parse(JSON.parse(data));
}
