import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../http/client.ts';
import type { Reporter } from '../progress/reporter.ts';
import { Waiting } from '../progress/waiting.ts';
import { type Followed, readRun } from './follow_run.ts';

/** How often ready tasks are asked what they wait for: no event tells it, for much of it happens outside of the run. */
const LOOK_EVERY_MS = 1_000;

/** Tells what ready tasks wait for until `stopping` aborts, or the run need not be followed further. A service that does not answer is for others to notice. */
export async function watchWaiting(
  client: Client,
  { progress, isOver }: Followed,
  reporter: Reporter,
  stopping: AbortSignal,
): Promise<void> {
  const waiting = new Waiting();
  while (!stopping.aborted) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted || ![...progress.tasks.values()].some((task) => task.state === 'ready')) continue;
    const seen = await readRun(client, progress.run.id).catch(() => undefined);
    if (seen === undefined || stopping.aborted) continue;
    progress.noteWaiting(seen.tasks);
    for (const told of waiting.look(seen.tasks)) reporter.waits(told);
    if (isOver() && seen.run.event <= progress.event) return;
  }
}
