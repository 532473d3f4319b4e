import type { AgentExit } from '../../runner/agents/agent_driver.ts';

/** What went between a driver and its agent, in order. A recorded stream is one of these a line. */
export type Exchange =
  /** A line that the agent printed; a string where it is no JSON. */
  | { readonly printed: unknown }
  /** A line that the driver wrote. */
  | { readonly wrote: unknown }
  /** What whoever runs the agent asked of the driver. */
  | { readonly asked: Action }
  /** The last. */
  | { readonly ended: AgentExit };

/** What a driver may be asked while its agent works. */
export type Action =
  | { readonly kind: 'answer'; readonly question: string; readonly text: string }
  | { readonly kind: 'interrupt' };

/** Writes down what goes back and forth, in lines, whatever pieces it comes in. */
export class Transcript {
  readonly exchanges: Exchange[] = [];
  #rest = '';
  readonly #decoder = new TextDecoder();

  print(bytes: Uint8Array): void {
    const lines = `${this.#rest}${this.#decoder.decode(bytes, { stream: true })}`.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.exchanges.push({ printed: parsed(line) });
  }

  write(text: string): void {
    this.exchanges.push({ wrote: parsed(text.trimEnd()) });
  }

  ask(action: Action): void {
    this.exchanges.push({ asked: action });
  }

  end(exit: AgentExit): void {
    if (this.#rest !== '') this.exchanges.push({ printed: parsed(this.#rest) });
    this.exchanges.push({ ended: exit });
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
