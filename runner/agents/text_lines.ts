import { StringDecoder } from 'node:string_decoder';

/** The most of a line that is kept, in UTF-16 code units. */
const LONGEST_LINE = 1024 * 1024;

/** Cuts a stream of bytes into lines of text, wherever the pieces end; of a line that is too long the beginning is kept. */
export class TextLines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #line = '';

  constructor(onLine: (line: string) => void) {
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
    if (this.#line !== '') this.#flush();
  }

  #keep(piece: string): void {
    if (this.#line.length < LONGEST_LINE) this.#line += piece.slice(0, LONGEST_LINE - this.#line.length);
  }

  #flush(): void {
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    this.#onLine(line);
  }
}
