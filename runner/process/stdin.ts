import type { Writable } from 'node:stream';

/** What a command reads. */
export type Stdin =
  /** All of it, after which its input is closed. The command may end without reading it. */
  | { readonly kind: 'given'; readonly content: string | Uint8Array }
  /** What is said to it while it runs: `begin` is called once. */
  | { readonly kind: 'held_open'; readonly begin: (input: CommandInput) => void };

/** The stdin of a running command, held open until it is closed. What comes after the command's end is dropped. */
export type CommandInput = {
  readonly write: (text: string) => void;
  readonly close: () => void;
};

/** Gives a command that has just started what it reads; undefined: nothing. */
export function feed(input: Writable | null, stdin: Stdin | undefined): void {
  if (input === null) return;
  // A command need not read its input; that it closed it early (EPIPE) is no failure.
  input.on('error', () => {});
  if (stdin === undefined) {
    input.end();
    return;
  }
  switch (stdin.kind) {
    case 'given':
      input.end(stdin.content);
      return;
    case 'held_open':
      stdin.begin({
        write: (text) => {
          if (input.writable) input.write(text);
        },
        close: () => input.end(),
      });
      return;
    default:
      stdin satisfies never;
  }
}
