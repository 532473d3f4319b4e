import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const SHARED_MEMORY = '/dev/shm';
/** A whole run of the tests holds a small part of it at once; a container often has 64 MB there, which is too little. */
const ROOM_BYTES = 2 ** 30;

/**
 * Where tests keep databases and repositories: in memory, where the machine has a folder for that with enough room. A commit
 * waits for the disk, and tests commit ten thousands of times; what they prove of commits, they prove there as well.
 *
 * A sandbox shows nothing of it, so that what goes into one lies in the ordinary temporary folder.
 */
export function memoryFolder(): string {
  try {
    accessSync(SHARED_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    return bavail * bsize >= ROOM_BYTES ? SHARED_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
