import { ServiceError } from './service/service_error.ts';
import { claimFolders } from './worker/claim_folder.ts';
import { createWorker } from './worker/create_worker.ts';
import { executeLease } from './worker/execute_lease.ts';
import { sendHeartbeats } from './worker/heartbeat_loop.ts';
import { keepHouse } from './worker/keep_house.ts';
import { keepsOrchestratorSlot, leaseForSlots } from './worker/lease_for_slots.ts';
import { dropFolder, dropIdleFolders, recover } from './worker/recover.ts';
import type { RunnerDependencies } from './worker/runner_dependencies.ts';
import type { RunnerOptions } from './worker/runner_options.ts';
import { shutDown } from './worker/shut_down.ts';
import { UnpushedWork } from './worker/unpushed_work.ts';
import type { Worker } from './worker/worker.ts';

/** How a runner's process ends; part of the contract of the command line. */
export const RUNNER_EXIT = { done: 0, refused: 3, interrupted: 130 } as const;

const SHUTDOWN_LIMIT_MS = 20_000;

/**
 * Runs a runner to its end: takes over what dead ones left, registers, leases work and carries it out, until it is asked to
 * end, the service refuses it, or, with `once`, there is no work left.
 *
 * @returns the exit code of the process
 */
export async function runRunner(options: RunnerOptions, dependencies: RunnerDependencies): Promise<number> {
  const { end, logger } = dependencies;
  const service = options.service ?? options.url;
  const patience = options.service === undefined ? undefined : { clock: dependencies.clock, signal: end.stopping };
  const { own, dead } = await claimFolders(options.workDir, service, dependencies.randomId, patience);
  const gaveUp = new AbortController();
  const worker = createWorker(options, dependencies, own, gaveUp.signal);
  logger.info('the runner starts', {
    runner: own.id,
    service,
    slots: worker.attempts.free('task'),
    slotsForOrchestrators: keepsOrchestratorSlot(worker) ? worker.attempts.free('orchestrator') : 0,
    sandbox: worker.sandboxLine,
    agents: options.config.providers
      .map(({ name, from }) => (from === 'file' ? name : `${name} (found on PATH)`))
      .join(', '),
  });
  try {
    const recovery = { ...worker, workDir: options.workDir, service, killMarked: dependencies.killMarked };
    const unsettled = await dropIdleFolders(recovery, dead);
    const left = await recover(recovery, [own, ...unsettled], end.stopping);
    const unpushed = new UnpushedWork(
      recovery,
      // The folders of others are let go of.
      left.filter(({ leftover }) => leftover.folder === own),
    );
    for (const folder of unsettled) await dropFolder(recovery, folder);
    await worker.registration.renew(end.stopping);
    logger.info('the runner is registered', { runner: own.id });
    await work(worker, unpushed, dependencies, () => gaveUp.abort());
    return exitCode(dependencies);
  } catch (error) {
    if (end.stopping.aborted) return exitCode(dependencies);
    if (!(error instanceof ServiceError)) throw error;
    logger.error('the service refused this runner', { code: error.code, reason: error.message });
    return RUNNER_EXIT.refused;
  } finally {
    await own.release();
  }
}

/** The loops. Heartbeats go on until the last attempt is over, so that leases hold while work is being saved. */
async function work(
  worker: Worker,
  unpushed: UnpushedWork,
  { end, clock }: RunnerDependencies,
  giveUp: () => void,
): Promise<void> {
  const over = new AbortController();
  const executing = new Set<Promise<void>>();
  const background = [sendHeartbeats(worker.loop, over.signal), keepHouse(worker, over.signal, end.killing)];
  const begin: Parameters<typeof leaseForSlots>[1] = (slot, lease) => {
    const execution = executeLease(worker, unpushed, slot, lease).finally(() => executing.delete(execution));
    executing.add(execution);
  };
  try {
    await leaseForSlots(worker, begin, end.stopping);
  } finally {
    await shutDown({
      attempts: worker.attempts,
      allOver: Promise.all(executing),
      limitMs: worker.options.shutdownLimitMs ?? SHUTDOWN_LIMIT_MS,
      end,
      clock,
      giveUp,
    });
    over.abort();
    await Promise.all(background);
  }
}

function exitCode({ end }: RunnerDependencies): number {
  return end.stopping.reason === 'SIGINT' ? RUNNER_EXIT.interrupted : RUNNER_EXIT.done;
}
