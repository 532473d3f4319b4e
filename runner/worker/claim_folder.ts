import type { Clock } from '../process/clock.ts';
import { sleep } from '../process/sleep.ts';
import { createRunnerFolder, lockDeadRunners, lockRunnersOf, type RunnerFolder } from './identity.ts';

/** A runner that has lost its owner saves its work and ends within a few seconds. */
const PREDECESSOR_LIMIT_MS = 8_000;
const LOOK_AGAIN_MS = 50;

/** The folders that this process holds: its own, and those of dead runners, to be cleaned up. */
export type ClaimedFolders = { readonly own: RunnerFolder; readonly dead: readonly RunnerFolder[] };

/** How a runner waits for the one before it; aborting `signal` ends the waiting. */
export type Patience = { readonly clock: Clock; readonly signal: AbortSignal };

/**
 * Finds out who this runner is: a dead runner of the same service lives on under its id, so that the service knows at
 * once what is lost, and tasks find their HOMEs; else it is a new one.
 *
 * @param patience for services that have one runner at a time, such as plans of this machine: waits, for a bounded time,
 * until nobody holds a folder of the service. That may be a runner whose owner was killed, which saves its work and the
 * reports that it could not deliver, or the runner of another service, which cleans up.
 */
export async function claimFolders(
  workDir: string,
  service: string,
  randomId: () => string,
  patience?: Patience,
): Promise<ClaimedFolders> {
  const own =
    (await claimEarlier(workDir, service, patience)) ?? (await createRunnerFolder(workDir, randomId(), service));
  return { own, dead: await lockDeadRunners(workDir) };
}

/** The folder of a dead runner of the service, taken before any other so that no two runners hold each other's. */
async function claimEarlier(
  workDir: string,
  service: string,
  patience: Patience | undefined,
): Promise<RunnerFolder | undefined> {
  const deadline = (patience?.clock.now() ?? 0) + PREDECESSOR_LIMIT_MS;
  for (;;) {
    const { locked, isOneHeld } = await lockRunnersOf(workDir, service);
    const waits = isOneHeld && patience !== undefined && !patience.signal.aborted && patience.clock.now() < deadline;
    const [first, ...others] = locked;
    for (const folder of waits ? locked : others) await folder.release();
    if (!waits) return first;
    await sleep(patience.clock, LOOK_AGAIN_MS, patience.signal);
  }
}
