import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { attemptPaths } from '../attempt/attempt_paths.ts';
import { readAttemptRecord } from '../attempt/attempt_record.ts';
import type { RunnerFolder } from './identity.ts';
import type { Leftover } from './recovery.ts';

/** The attempts that a dead runner left in its folder. */
export async function listLeftovers(folder: RunnerFolder): Promise<Leftover[]> {
  const attempts = join(folder.path, 'attempts');
  const names = await readdir(attempts).catch(() => []);
  return await Promise.all(
    names.map(async (attempt) => {
      const path = join(attempts, attempt);
      const record = await readAttemptRecord(attemptPaths(path));
      return { folder, attempt, paths: attemptPaths(path, record?.checkout) };
    }),
  );
}
