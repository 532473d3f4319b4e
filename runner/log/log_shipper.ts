import { deflateSync } from 'node:zlib';
import type { LogStream } from '../../src/protocol/conversation.ts';
import { LOG_CHUNK_LIMIT_BYTES, type LogRequest, type LogResponse } from '../../src/protocol/log_messages.ts';
import { Backoff } from '../process/backoff.ts';
import type { Clock } from '../process/clock.ts';
import { sleep } from '../process/sleep.ts';
import type { Redaction } from '../redaction.ts';
import { isWorthRepeating } from '../service/service_error.ts';
import { OutputQueue } from './output_queue.ts';

/** How long output is gathered before it is sent, unless a whole chunk is there sooner. */
const GATHER_MS = 250;

/** Chunks in one message: at most 2 MiB of output before compression. */
const CHUNKS_PER_MESSAGE = 8;

/** Whose output it is, how much of it is kept, and how it is sent. */
export type LogShipperOptions = {
  readonly runner: string;
  readonly attempt: string;
  readonly stream: LogStream;
  readonly headBytes: number;
  readonly tailBytes: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly redaction: Redaction;
  readonly send: (request: LogRequest, signal: AbortSignal) => Promise<LogResponse>;
};

/**
 * Sends an attempt's output while it grows. `write` never waits for the network; what the service cannot take in time is
 * dropped by {@link OutputQueue}.
 */
export class LogShipper {
  readonly #options: LogShipperOptions;
  readonly #queue: OutputQueue;
  readonly #ended = new AbortController();
  #wake: () => void = () => {};
  #flushing = false;
  readonly #loop: Promise<void>;

  constructor(options: LogShipperOptions) {
    this.#options = options;
    this.#queue = new OutputQueue(options.headBytes, options.tailBytes);
    this.#ended.signal.addEventListener('abort', () => this.#wake(), { once: true });
    this.#loop = this.#run();
  }

  write(bytes: Uint8Array): void {
    if (this.#ended.signal.aborted || bytes.length === 0) return;
    this.#queue.write(bytes);
    this.#wake();
  }

  /** Writes a line of the runner's own, such as `$ npm test`. */
  line(text: string): void {
    this.write(Buffer.from(`${text}\n`));
  }

  /** Sends what is left and ends; gives up after `limitMs`. Nothing is written afterwards. */
  async close(limitMs: number): Promise<void> {
    this.#flushing = true;
    this.#wake();
    const limit = new AbortController();
    const tooLong = sleep(this.#options.clock, limitMs, limit.signal).then(() => this.#ended.abort());
    await this.#loop;
    limit.abort();
    await tooLong;
  }

  async #run(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      await this.#untilThereIsSomething();
      const message = this.#gather();
      if (message === undefined) break;
      if (!(await this.#deliver(message))) break;
    }
    this.#ended.abort();
  }

  /** Resolves at the first byte plus {@link GATHER_MS}, at a full chunk, or when the log is being closed. */
  async #untilThereIsSomething(): Promise<void> {
    await this.#until(() => this.#queue.waitingBytes > 0);
    if (this.#flushing) return;
    const gathered = new AbortController();
    const full = this.#until(() => this.#queue.waitingBytes >= LOG_CHUNK_LIMIT_BYTES);
    await Promise.race([full, sleep(this.#options.clock, GATHER_MS, gathered.signal)]);
    gathered.abort();
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition() && !this.#flushing && !this.#ended.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #gather(): LogRequest | undefined {
    const chunks: LogRequest['chunks'] = [];
    while (chunks.length < CHUNKS_PER_MESSAGE) {
      const chunk = this.#queue.take(LOG_CHUNK_LIMIT_BYTES);
      if (chunk === undefined) break;
      const deflated = deflateSync(this.#options.redaction.bytes(chunk.bytes)).toString('base64');
      chunks.push({ offset: chunk.offset, bytes: chunk.bytes.length, deflated });
    }
    if (chunks.length === 0) return undefined;
    return { runner: this.#options.runner, attempt: this.#options.attempt, stream: this.#options.stream, chunks };
  }

  /** Repeats a message until it is answered; false where it never will be. */
  async #deliver(message: LogRequest): Promise<boolean> {
    const backoff = new Backoff(this.#options.random);
    while (!this.#ended.signal.aborted) {
      try {
        await this.#options.send(message, this.#ended.signal);
        return true;
      } catch (error) {
        if (!isWorthRepeating(error)) return false;
        await sleep(this.#options.clock, backoff.nextMs(), this.#ended.signal);
      }
    }
    return false;
  }
}
