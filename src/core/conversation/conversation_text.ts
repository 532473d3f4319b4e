import type { ConversationEvent } from '../../protocol/conversation.ts';

/** The most of one event that the text of a conversation holds, in UTF-16 code units. */
const EVENT_LIMIT = 4_000;

/**
 * A conversation as text, for an agent that goes on where another one stopped and cannot have its session: who said what,
 * which commands ran and how they ended. Of what is too long the newest is kept, whole events only. It is data of a prompt:
 * whoever puts it into one fences it.
 *
 * @param limit the most that it may hold, in UTF-16 code units
 */
export function conversationText(events: readonly ConversationEvent[], limit: number): string {
  const lines: string[] = [];
  let left = limit;
  let leftOut = 0;
  for (const event of events.toReversed()) {
    const line = eventText(event);
    if (line === null) continue;
    if (leftOut > 0 || line.length + 1 > left) {
      leftOut += 1;
      continue;
    }
    lines.push(line);
    left -= line.length + 1;
  }
  if (leftOut > 0) return withNote(lines, leftOut, limit);
  return lines.reverse().join('\n');
}

/** The note takes the place of as many of the oldest events as it needs. */
function withNote(newestFirst: readonly string[], leftOut: number, limit: number): string {
  const kept = [...newestFirst];
  for (let more = 0; ; more += 1) {
    const text = [`(${leftOut + more} earlier events are left out)`, ...kept.toReversed()].join('\n');
    if (text.length <= limit || kept.pop() === undefined) return text.slice(0, limit);
  }
}

/** What somebody who goes on needs to know of it; null: nothing. The task itself stands in their own prompt. */
function eventText(event: ConversationEvent): string | null {
  switch (event.kind) {
    case 'prompt':
    case 'session':
    case 'model':
    case 'usage':
    case 'retry':
      return null;
    case 'message':
      return event.text.trim() === '' ? null : `agent: ${head(event.text.trim())}`;
    case 'tool':
      return `agent used ${event.name}: ${head(event.input)}`;
    case 'command':
      return `agent ran: ${head(event.command)}`;
    case 'tool_ended': {
      const end = event.isError ? 'it failed' : 'it ended';
      return event.output.trim() === '' ? end : `${end}: ${tail(event.output.trim())}`;
    }
    case 'file_change':
      return `agent changed ${head(event.paths.join(', '))}`;
    case 'question':
      return `agent asked: ${head([event.text, ...event.options.map((option) => `- ${option}`)].join('\n'))}`;
    case 'answer':
      return `${event.by} answered "${head(event.question)}": ${head(event.text)}`;
    case 'warning':
      return `warning: ${head(event.text)}`;
    case 'interrupted':
      return `it was stopped: ${head(event.reason)}`;
    case 'ended':
      return event.outcome === 'done' ? null : `it failed: ${head(event.message)}`;
    case 'cut':
      return '(some of it is missing here)';
    default:
      return event satisfies never;
  }
}

function head(text: string): string {
  return text.length <= EVENT_LIMIT ? text : `${text.slice(0, EVENT_LIMIT)}…`;
}

function tail(text: string): string {
  return text.length <= EVENT_LIMIT ? text : `…${text.slice(-EVENT_LIMIT)}`;
}
