import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tryLock } from 'fs-native-extensions';

/** Work in this process that holds or waits for a lock file, so that it queues here and asks the system once. */
const queues = new Map<string, Promise<void>>();

const firstRetryMs = 5;
const longestRetryMs = 200;

/**
 * Runs `work` while this process, and no other on this machine, holds the lock on `file` (made if missing).
 * The system frees the lock when its last holder ends, however it ends. `work` gets the open file: a child process that
 * inherits it (`heldFile` of `runGit`) holds the lock too, so whoever gets the lock knows that no git of a runner that was
 * killed is still at work.
 * @throws the signal's reason, if it aborts while waiting
 */
export async function withFileLock<Result>(
  file: string,
  work: (heldFile: number) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const before = queues.get(file) ?? Promise.resolve();
  const mine = Promise.withResolvers<void>();
  const tail = before.then(() => mine.promise);
  queues.set(file, tail);
  try {
    await before;
    return await lockAndWork(file, work, signal);
  } finally {
    mine.resolve();
    if (queues.get(file) === tail) queues.delete(file);
  }
}

/**
 * Waits by asking again, not by a blocking call: blocking calls would fill the thread pool that the holder's own file
 * operations need.
 */
async function lockAndWork<Result>(
  file: string,
  work: (heldFile: number) => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a+', 0o600);
  try {
    for (let waitMs = firstRetryMs; !tryLock(handle.fd); waitMs = Math.min(waitMs * 2, longestRetryMs)) {
      await delay(waitMs, undefined, signal === undefined ? {} : { signal });
    }
    signal?.throwIfAborted();
    return await work(handle.fd);
  } finally {
    await handle.close();
  }
}
