import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from 'fs-native-extensions';
import { z } from 'zod';
import { makeFolder } from './make_folder.ts';

/** Who serves a database file, and how to reach them. */
export type Owner = {
  /** Where the owner listens, e.g. `http://127.0.0.1:41234`. */
  readonly address: string;
  /** Lets operators in. */
  readonly token: string;
  readonly pid: number;
};

/** The right to open a database file, held until `release` or the end of the process. */
export type OwnerLock = {
  /** Replaces what others read about the owner, e.g. once the port is known. */
  publish(owner: Omit<Owner, 'pid'>): Promise<void>;
  /** Gives the database file up. */
  release(): Promise<void>;
};

/** What came of trying to own a database file. */
export type OwnerLockResult =
  | { readonly kind: 'taken'; readonly lock: OwnerLock }
  /**
   * Somebody else has it. `owner` is undefined in the moment before they have said who they are; if nobody answers at
   * the address, it is that of an owner before them. In both cases: try again shortly.
   */
  | { readonly kind: 'owned'; readonly owner: Owner | undefined };

const ownerSchema = z.object({ address: z.string(), token: z.string(), pid: z.int() });

/** Whoever only looks whether there is an owner holds the lock for an instant: one who wants it looks again after that. */
const lockTries = 3;
const lockRetryMs = 5;

/** The file with the owner's address and token; mode 0600. */
export function ownerFile(databaseFile: string): string {
  return `${databaseFile}.owner`;
}

/** The empty file that is locked. It is never removed: two processes could then lock two files of that name. */
function lockFile(databaseFile: string): string {
  return `${databaseFile}.lock`;
}

/**
 * Tries to become the owner of a database file. The lock is the kernel's (an open file description lock on Linux) and
 * ends with the process however that ends, SIGKILL included.
 */
export async function takeOwnerLock(databaseFile: string, owner: Omit<Owner, 'pid'>): Promise<OwnerLockResult> {
  await makeFolder(dirname(databaseFile));
  const held = await lock(databaseFile, constants.O_CREAT, lockTries);
  if (held === undefined) return { kind: 'owned', owner: await readContent(databaseFile) };
  const publish = (next: Omit<Owner, 'pid'>) => writeContent(databaseFile, { ...next, pid: process.pid });
  try {
    await publish(owner);
  } catch (thrown) {
    await held.close();
    throw thrown;
  }
  const release = async () => {
    await rm(ownerFile(databaseFile), { force: true });
    // Closing the file frees the lock.
    await held.close();
  };
  return { kind: 'taken', lock: { publish, release } };
}

/** Who owns the database file now, or undefined where nobody does, or has not yet said who they are. */
export async function readOwner(databaseFile: string): Promise<Owner | undefined> {
  const owner = await readContent(databaseFile);
  if (owner === undefined) return undefined;
  // What a killed owner left behind counts for nothing: only somebody who holds the lock is an owner.
  const held = await lock(databaseFile, 0, 1).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return 'nobody';
    throw error;
  });
  if (held === undefined) return readContent(databaseFile);
  if (typeof held !== 'string') await held.close();
  return undefined;
}

/** Locks the file and gives its handle, or undefined where somebody else holds the lock. */
async function lock(databaseFile: string, flags: number, tries: number): Promise<FileHandle | undefined> {
  const file = await open(lockFile(databaseFile), constants.O_RDWR | flags, 0o600);
  try {
    for (let tried = 1; !tryLock(file.fd); tried += 1) {
      if (tried >= tries) {
        await file.close();
        return undefined;
      }
      await sleep(lockRetryMs);
    }
    return file;
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

/** Replaces the file as a whole, so that a reader sees one owner or the other; only who holds the lock may write. */
async function writeContent(databaseFile: string, owner: Owner): Promise<void> {
  const path = ownerFile(databaseFile);
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  await writeFile(draft, `${JSON.stringify(owner)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, path);
}

async function readContent(databaseFile: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(ownerFile(databaseFile), 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
