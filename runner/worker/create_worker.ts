import type { RegisterRequest } from '../../src/protocol/runner_messages.ts';
import { createServiceClient } from '../service/service_client.ts';
import type { RunnerFolder } from './identity.ts';
import { Registration } from './registration.ts';
import type { Repeating } from './repeat.ts';
import type { RunnerDependencies } from './runner_dependencies.ts';
import type { RunnerOptions } from './runner_options.ts';
import { RunningAttempts } from './running_attempts.ts';
import type { Worker } from './worker.ts';

/** Puts a runner together. Nothing is sent yet. */
export function createWorker(
  options: RunnerOptions,
  dependencies: RunnerDependencies,
  folder: RunnerFolder,
  gaveUp: AbortSignal,
): Worker {
  const { clock, random, randomId, logger, processes } = dependencies;
  const boot = randomId();
  const client = createServiceClient(options, dependencies.fetch, dependencies.redaction);
  const repeating: Repeating = {
    clock,
    random,
    onOutage: (error) => logger.warn('the service cannot be reached; trying again', { reason: error.message }),
  };
  const slots = options.slots ?? options.config.slots;
  const request = registerRequest(options, dependencies, folder.id, boot, slots);
  const registration = new Registration(client, request, repeating);
  const attempts = new RunningAttempts(slots);
  return {
    options,
    folder,
    boot,
    client,
    registration,
    attempts,
    git: dependencies.git,
    processes,
    furnishHome: dependencies.furnishHome,
    tool: dependencies.tool,
    clock,
    epochMs: dependencies.epochMs,
    random,
    randomId,
    logger,
    redaction: dependencies.redaction,
    repeating,
    sandboxLine: dependencies.sandboxLine,
    gaveUp,
    loop: { runner: folder.id, boot, client, registration, attempts, clock, random, repeating, randomId },
  };
}

function registerRequest(
  { name, labels = [], config }: RunnerOptions,
  { machineName, processes }: RunnerDependencies,
  runner: string,
  boot: string,
  slots: number,
): RegisterRequest {
  return {
    runner,
    boot,
    name: (name ?? machineName).slice(0, 128) || 'runner',
    labels: [...new Set([...config.labels, ...labels])],
    slots,
    agents: config.providers.map(({ name: agent, transport, slots: own }) => ({
      name: agent,
      transport,
      ...(own === undefined ? {} : { slots: own }),
    })),
    repositories: [...config.repositories],
    sandbox: processes.sandbox,
  };
}
