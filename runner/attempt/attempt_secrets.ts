import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeDurably } from '../files/write_durably.ts';
import type { AttemptPaths } from './attempt_paths.ts';

const AttemptSecrets = z.array(z.string());

/**
 * Writes down, for nobody else to read, what an attempt was lent that must not leave the machine. It goes with the attempt's
 * folder: a process that saves its work or sends its report may find another login in the same place, or none.
 */
export async function writeAttemptSecrets(
  paths: Pick<AttemptPaths, 'secrets'>,
  secrets: readonly string[],
): Promise<void> {
  await writeDurably(paths.secrets, JSON.stringify(secrets));
}

/** What an attempt was lent that must not leave the machine. */
export async function readAttemptSecrets(paths: Pick<AttemptPaths, 'secrets'>): Promise<readonly string[]> {
  const text = await readFile(paths.secrets, 'utf8').catch(() => undefined);
  return text === undefined ? [] : AttemptSecrets.parse(JSON.parse(text));
}
