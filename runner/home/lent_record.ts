import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../files/write_durably.ts';
import type { LentFile } from './lent_files.ts';
import { removeFromHome } from './write_in_home.ts';

/** What lies in a HOME because it was lent there, by its paths from that HOME on. */
const LentRecord = z.object({ paths: z.array(z.string()) });

/**
 * Writes down what is about to be lent in a HOME, out of the agent's reach. A process that comes after a killed one finds it
 * there, whatever the runner's file says by then.
 *
 * @param home a folder of the runner's `homes`
 */
export async function writeLentRecord(home: string, lent: readonly Pick<LentFile, 'path'>[]): Promise<void> {
  const file = recordOf(home);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const record: z.infer<typeof LentRecord> = { paths: lent.map(({ path }) => path) };
  await writeDurably(file, JSON.stringify(record));
}

/** Takes away what is written down as lent in a HOME. To be called while nothing of its task runs. */
export async function clearLent(home: string): Promise<void> {
  const file = recordOf(home);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const { paths } = LentRecord.parse(JSON.parse(text));
  for (const path of paths) await removeFromHome(home, path);
  await rm(file, { force: true });
}

/** Takes away what dead processes had lent in any HOME of this runner. To be called before any attempt begins. */
export async function clearAllLent(runnerPath: string): Promise<void> {
  const names = await readdir(lentFolder(runnerPath)).catch(() => []);
  for (const name of names.filter((each) => each.endsWith(ENDING))) {
    await clearLent(join(runnerPath, 'homes', name.slice(0, -ENDING.length)));
  }
}

const ENDING = '.json';

function recordOf(home: string): string {
  return join(lentFolder(dirname(dirname(home))), `${basename(home)}${ENDING}`);
}

function lentFolder(runnerPath: string): string {
  return join(runnerPath, 'lent');
}
