import { StringDecoder } from 'node:string_decoder';

/** The longest line that is kept, in UTF-16 code units: agents write whole files into one. */
const LONGEST_LINE = 32 * 1024 * 1024;

/** What stands on a line. */
export type JsonLine =
  | { readonly kind: 'json'; readonly value: Readonly<Record<string, unknown>> }
  /** No JSON object, or too long to be kept; `text` is its beginning. */
  | { readonly kind: 'noise'; readonly text: string };

/** Cuts a stream of bytes into lines of JSON, wherever the pieces end. */
export class JsonLines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: JsonLine) => void;
  /** Pieces of a line that has not ended: joined once, so that a long line in many pieces costs no more than its length. */
  #pieces: string[] = [];
  #length = 0;

  constructor(onLine: (line: JsonLine) => void) {
    this.#onLine = onLine;
  }

  write(bytes: Uint8Array): void {
    const lines = this.#decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#keep(line);
      this.#flush();
    }
    this.#keep(rest);
  }

  /** The last line need not end. */
  end(): void {
    this.#keep(this.#decoder.end());
    this.#flush();
  }

  #keep(piece: string): void {
    this.#length += piece.length;
    if (piece !== '' && this.#length - piece.length < LONGEST_LINE) this.#pieces.push(piece);
  }

  #flush(): void {
    const line = this.#pieces.join('');
    const isWhole = this.#length <= LONGEST_LINE;
    this.#pieces = [];
    this.#length = 0;
    if (line.trim() !== '') this.#onLine(isWhole ? parse(line) : { kind: 'noise', text: line.slice(0, 200) });
  }
}

function parse(line: string): JsonLine {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { kind: 'json', value: value as Readonly<Record<string, unknown>> };
    }
  } catch {
    // Agents print notes between their events.
  }
  return { kind: 'noise', text: line.slice(0, 2_000) };
}
