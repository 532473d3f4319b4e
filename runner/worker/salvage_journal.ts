import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { SalvagedRequest } from '../../src/protocol/salvage_messages.ts';
import { writeDurably } from '../files/write_durably.ts';

/** What was saved of an attempt, for the service to hear of: the commit, its ref, and what the attempt used. */
const Salvaged = SalvagedRequest.pick({ commit: true, ref: true, usage: true });
/** The same, read. */
export type Salvaged = z.infer<typeof Salvaged>;

/**
 * Saved work is on disk before it is told of, beside the work itself: whoever finds both has nothing to save any more, and
 * tells it again.
 */
export async function writeSalvaged(attemptPath: string, salvaged: Salvaged): Promise<void> {
  await writeDurably(salvagedFile(attemptPath), JSON.stringify(salvaged));
}

/** What was saved of the attempt; undefined where nothing was, or nothing that can be understood. */
export async function readSalvaged(attemptPath: string): Promise<Salvaged | undefined> {
  const text = await readFile(salvagedFile(attemptPath), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return Salvaged.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Where it stands. */
export function salvagedFile(attemptPath: string): string {
  return join(attemptPath, 'salvaged.json');
}
