/** A piece of an attempt's output and where it stands among all bytes that were written. */
export type OutputChunk = { readonly offset: number; readonly bytes: Buffer };

/** Size of the blocks that output is gathered in, so that a child that writes byte by byte costs no more than others. */
const BLOCK_BYTES = 65_536;

type Block = { offset: number; readonly buffer: Buffer; start: number; end: number };

/**
 * Output that was not sent yet, in bounded memory.
 *
 * The first `headBytes` of an attempt are always kept. Of what comes later and is not sent in time, only the last
 * `tailBytes` stay; offsets count the dropped bytes too, so a gap between chunks is the mark of what was cut.
 */
export class OutputQueue {
  readonly #headBytes: number;
  readonly #tailBytes: number;
  readonly #blocks: Block[] = [];
  #written = 0;
  #waiting = 0;

  constructor(headBytes: number, tailBytes: number) {
    this.#headBytes = headBytes;
    this.#tailBytes = tailBytes;
  }

  /** Bytes that are kept and were not taken yet. */
  get waitingBytes(): number {
    return this.#waiting;
  }

  /** Takes bytes in; never waits. The buffer may be reused by the caller afterwards. */
  write(bytes: Uint8Array): void {
    let from = 0;
    while (from < bytes.length) {
      const block = this.#openBlock();
      const count = Math.min(bytes.length - from, block.buffer.length - block.end);
      block.buffer.set(bytes.subarray(from, from + count), block.end);
      block.end += count;
      from += count;
      this.#written += count;
      this.#waiting += count;
      this.#dropBeyondTail();
    }
  }

  /** Removes and returns the oldest bytes that lie together, at most `limitBytes`; undefined when nothing waits. */
  take(limitBytes: number): OutputChunk | undefined {
    const first = this.#blocks[0];
    if (first === undefined) return undefined;
    const parts: Buffer[] = [];
    let taken = 0;
    let block: Block | undefined = first;
    const offset = first.offset + first.start;
    while (block !== undefined && taken < limitBytes && block.offset + block.start === offset + taken) {
      const count = Math.min(limitBytes - taken, block.end - block.start);
      parts.push(block.buffer.subarray(block.start, block.start + count));
      this.#advance(block, count);
      taken += count;
      block = this.#blocks[0];
    }
    return taken === 0 ? undefined : { offset, bytes: Buffer.concat(parts) };
  }

  #openBlock(): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.end < last.buffer.length) return last;
    // A block never spans the end of the head, so that dropping concerns whole tail blocks only.
    const untilHead = this.#headBytes - this.#written;
    const size = untilHead > 0 ? Math.min(BLOCK_BYTES, untilHead) : BLOCK_BYTES;
    const block: Block = { offset: this.#written, buffer: Buffer.allocUnsafe(size), start: 0, end: 0 };
    this.#blocks.push(block);
    return block;
  }

  #dropBeyondTail(): void {
    const firstTail = this.#blocks.findIndex((block) => block.offset >= this.#headBytes);
    if (firstTail === -1) return;
    let excess = this.#tailBytesWaiting(firstTail) - this.#tailBytes;
    while (excess > 0) {
      const block = this.#blocks[firstTail];
      if (block === undefined) return;
      const count = Math.min(excess, block.end - block.start);
      this.#waiting -= count;
      block.start += count;
      excess -= count;
      if (block.start === block.end) this.#blocks.splice(firstTail, 1);
    }
  }

  #tailBytesWaiting(firstTail: number): number {
    const headWaiting = this.#blocks.slice(0, firstTail).reduce((sum, block) => sum + block.end - block.start, 0);
    return this.#waiting - headWaiting;
  }

  #advance(block: Block, count: number): void {
    block.start += count;
    this.#waiting -= count;
    if (block.start === block.end) this.#blocks.shift();
  }
}
