import { StringDecoder } from 'node:string_decoder';

/** Cuts a stream of bytes into lines of text, wherever the pieces end; of a line that is too long the beginning is kept. */
export class Lines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #longest: number;
  readonly #onLine: (line: string, isWhole: boolean) => void;
  /** Pieces of a line that has not ended: joined once, so that a long line in many pieces costs no more than its length. */
  #pieces: string[] = [];
  #length = 0;

  /**
   * @param longest the most of a line that is kept, in UTF-16 code units
   * @param onLine is given each line without its end; `isWhole`: it was not too long
   */
  constructor(longest: number, onLine: (line: string, isWhole: boolean) => void) {
    this.#longest = longest;
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
    if (this.#length > 0) this.#flush();
  }

  #keep(piece: string): void {
    const room = this.#longest - this.#length;
    this.#length += piece.length;
    if (piece !== '' && room > 0) this.#pieces.push(piece.slice(0, room));
  }

  #flush(): void {
    const line = this.#pieces.join('');
    const isWhole = this.#length <= this.#longest;
    this.#pieces = [];
    this.#length = 0;
    this.#onLine(isWhole && line.endsWith('\r') ? line.slice(0, -1) : line, isWhole);
  }
}
