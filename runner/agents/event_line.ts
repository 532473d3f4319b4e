import type { AgentEvent } from './agent_event.ts';

/** The most of a tool's input or output that the log shows in one event, in UTF-16 code units. */
const SHOWN = 2_000;

/** An event as people read it in the attempt's log; undefined: it says nothing to them. */
export function eventLine(event: AgentEvent): string | undefined {
  switch (event.kind) {
    case 'session':
      return `[session ${event.id}]`;
    case 'model':
      return `[model ${event.name}]`;
    case 'message':
      return event.text;
    case 'tool':
      return `[${event.name} ${shortened(event.input)}]`;
    case 'command':
      return `$ ${shortened(event.command)}`;
    case 'tool_ended':
      return `${event.isError ? '[failed]\n' : ''}${shortened(event.output)}`.trimEnd() || undefined;
    case 'file_change':
      return `[changes ${event.paths.join(', ')}]`;
    case 'question':
      return `[asks] ${event.question.text}`;
    case 'usage':
      return undefined;
    case 'retry':
      return `[asks its model again: ${event.reason}]`;
    case 'warning':
      return `[warning] ${event.text}`;
    default:
      return event satisfies never;
  }
}

function shortened(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
