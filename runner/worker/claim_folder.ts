import type { Clock } from '../process/clock.ts';
import { createRunnerFolder, hasLivingRunner, lockDeadRunners, type RunnerFolder } from './identity.ts';
import { sleep } from './sleep.ts';

/** A runner that has lost its owner saves its work and ends within a few seconds. */
const PREDECESSOR_LIMIT_MS = 8_000;
const LOOK_AGAIN_MS = 50;

/** The folders that this process holds: its own, and those of dead runners, to be cleaned up. */
export type ClaimedFolders = { readonly own: RunnerFolder; readonly dead: readonly RunnerFolder[] };

/**
 * Finds out who this runner is: a dead runner of the same service lives on under its id, so that the service knows at
 * once what is lost; else it is a new one.
 */
export async function claimFolders(workDir: string, service: string, randomId: () => string): Promise<ClaimedFolders> {
  const dead = await lockDeadRunners(workDir);
  const reused = dead.find((folder) => folder.service === service);
  const own = reused ?? (await createRunnerFolder(workDir, randomId(), service));
  return { own, dead: dead.filter((folder) => folder !== reused) };
}

/**
 * Waits, for a bounded time, until no other runner of the service lives here. Plans of this machine have one runner at a
 * time, so another one belongs to an owner that was killed: what it has just saved, and the reports that it could not
 * deliver, are then found by {@link claimFolders}.
 */
export async function awaitPredecessor(
  workDir: string,
  service: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const deadline = clock.now() + PREDECESSOR_LIMIT_MS;
  while (!signal.aborted && clock.now() < deadline && (await hasLivingRunner(workDir, service))) {
    await sleep(clock, LOOK_AGAIN_MS, signal);
  }
}
