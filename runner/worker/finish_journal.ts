import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FinishRequest } from '../../src/protocol/runner_messages.ts';
import { writeDurably } from '../files/write_durably.ts';
import { salvagedFile } from './salvage_journal.ts';

/**
 * An attempt's end is on disk before it is sent, so that a runner that dies in between does not lose finished work: the
 * next process sends it again.
 */
export async function writeFinish(attemptPath: string, request: FinishRequest): Promise<void> {
  await writeDurably(finishFile(attemptPath), JSON.stringify(request));
}

/** The report that was not acknowledged yet; undefined where there is none, or none that can be understood. */
export async function readFinish(attemptPath: string): Promise<FinishRequest | undefined> {
  const text = await readFile(finishFile(attemptPath), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return FinishRequest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** When a report of the attempt was written, in milliseconds since the Unix epoch; undefined where there is none. */
export async function reportWrittenAtMs(attemptPath: string): Promise<number | undefined> {
  const files = [finishFile(attemptPath), salvagedFile(attemptPath)];
  const times = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return times.find((entry) => entry !== undefined)?.mtimeMs;
}

/** The service has the report, or will never take it. */
export async function forgetFinish(attemptPath: string): Promise<void> {
  await rm(finishFile(attemptPath), { force: true });
}

function finishFile(attemptPath: string): string {
  return join(attemptPath, 'finish.json');
}
