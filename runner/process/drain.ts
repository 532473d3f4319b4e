import type { ChildProcess } from 'node:child_process';

/** Where a piece of output was written. */
export type OutputStream = 'stdout' | 'stderr';
/** Takes a piece of output; must return quickly. */
export type OutputConsumer = (chunk: Buffer, stream: OutputStream) => void;

/** Both outputs of a command while they are read. */
export type Output = {
  /** Resolves when nobody holds the other ends any more. */
  readonly closed: Promise<void>;
  /** What the consumer threw, if it did. */
  failure(): { readonly thrown: unknown } | undefined;
  /** The last of stderr, for the diagnosis of a command that did not start. */
  errorTail(): string;
  /** Lets go of the pipes, whoever still holds their other ends. Nothing reaches the consumer after this. */
  release(): void;
};

const ERROR_TAIL_BYTES = 4096;

/**
 * Reads both outputs as fast as they come, so that the command never waits for its reader.
 *
 * @param onConsumerFailure called when the consumer threw; the output is read on, for nobody
 */
export function drain(child: ChildProcess, consume: OutputConsumer, onConsumerFailure: () => void): Output {
  const closed = Promise.withResolvers<void>();
  let failure: { readonly thrown: unknown } | undefined;
  let tail = Buffer.alloc(0);
  let consumer: OutputConsumer | undefined = consume;
  const take = (chunk: Buffer, stream: OutputStream): void => {
    if (stream === 'stderr') tail = Buffer.concat([tail, chunk]).subarray(-ERROR_TAIL_BYTES);
    try {
      consumer?.(chunk, stream);
    } catch (thrown) {
      consumer = undefined;
      failure = { thrown };
      onConsumerFailure();
    }
  };
  child.stdout?.on('data', (chunk: Buffer) => take(chunk, 'stdout'));
  child.stderr?.on('data', (chunk: Buffer) => take(chunk, 'stderr'));
  child.once('close', () => closed.resolve());
  return {
    closed: closed.promise,
    failure: () => failure,
    errorTail: () => tail.toString('utf8'),
    release() {
      consumer = undefined;
      for (const stream of child.stdio) stream?.destroy();
      // A command that even SIGKILL did not end must not keep this process alive.
      child.unref();
    },
  };
}
