/** Keeps the end of a stream of bytes as text, in bounded memory. */
export class TailText {
  readonly #limit: number;
  readonly #parts: Buffer[] = [];
  #held = 0;

  /** @param limit the most UTF-16 code units that {@link text} returns */
  constructor(limit: number) {
    this.#limit = limit;
  }

  write(bytes: Uint8Array): void {
    // A code unit takes at most three bytes of UTF-8; what lies further back cannot be part of the text.
    const most = this.#limit * 3;
    this.#parts.push(Buffer.from(bytes.subarray(Math.max(0, bytes.length - most))));
    this.#held += this.#parts.at(-1)?.length ?? 0;
    if (this.#parts.length > 256) this.#gather();
    while (this.#held - (this.#parts[0]?.length ?? 0) >= most) this.#held -= this.#parts.shift()?.length ?? 0;
  }

  /** The last characters; bytes that are no UTF-8 show as U+FFFD, and a character is never cut in half. */
  text(): string {
    const text = Buffer.concat(this.#parts).toString('utf8');
    if (text.length <= this.#limit) return text;
    const tail = text.slice(text.length - this.#limit);
    const first = tail.charCodeAt(0);
    const isLowSurrogate = first >= 0xdc00 && first <= 0xdfff;
    return isLowSurrogate ? tail.slice(1) : tail;
  }

  #gather(): void {
    const all = Buffer.concat(this.#parts);
    this.#parts.length = 0;
    this.#parts.push(all);
  }
}
