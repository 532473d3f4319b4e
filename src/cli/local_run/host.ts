import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Client, createClient } from '../../http/client.ts';
import { databaseFileOf, type LocalRepository } from '../../local/find_repository.ts';
import { type OwnerLock, takeOwnerLock } from '../../store/client/owner_lock.ts';
import type { CliContext } from '../cli_context.ts';
import { CliError } from '../cli_error.ts';
import { answers } from '../client/answers.ts';
import { EXIT } from '../exit_code.ts';
import { composeService } from '../service/compose_service.ts';
import { jsonLog } from '../service/json_log.ts';
import { listen } from '../service/listen.ts';
import type { ServiceKnobs } from '../service/service_settings.ts';
import { localRunnerEnvironment } from './runner_environment.ts';
import { type RunnerNote, type RunnerProcess, startRunnerProcess } from './runner_process.ts';

/** Whoever serves the local runs of a repository: this process, or another that was here first. */
export type Host = {
  readonly client: Client;
  /** undefined where another process is the owner. */
  readonly runner: RunnerProcess | undefined;
  /** Ends runner and service where they are ours. */
  readonly close: () => Promise<void>;
};

/** Whose plans are hosted, and how. */
export type HostOptions = {
  readonly context: CliContext;
  readonly repository: LocalRepository;
  readonly knobs: ServiceKnobs;
  readonly slots: number | undefined;
  readonly onNote: (note: RunnerNote) => void;
};

const OWNER_PATIENCE_MS = 15_000;
const OWNER_LOOK_AGAIN_MS = 50;

/**
 * Becomes the owner of the repository's runs, with a service on loopback and a runner, or attaches to the living owner.
 * @throws CliError where another process holds the database and does not answer
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const file = databaseFileOf(options.repository);
  const token = randomBytes(32).toString('hex');
  const deadline = Date.now() + OWNER_PATIENCE_MS;
  for (;;) {
    // Without an address yet: nobody attaches before the service answers.
    const result = await takeOwnerLock(file, { address: '', token });
    if (result.kind === 'taken') return await becomeOwner(options, { file, token, lock: result.lock });
    if (result.owner !== undefined && (await answers(result.owner.address))) {
      const client = createClient(result.owner.address, result.owner.token);
      return { client, runner: undefined, close: async () => undefined };
    }
    if (Date.now() > deadline) {
      const message = `Another planwright process holds the runs of ${options.repository.path} and does not answer; end it, or try again.`;
      throw new CliError('database_held', EXIT.unreachable, message);
    }
    await sleep(OWNER_LOOK_AGAIN_MS);
  }
}

type Ownership = { readonly file: string; readonly token: string; readonly lock: OwnerLock };

async function becomeOwner(options: HostOptions, { file, token, lock }: Ownership): Promise<Host> {
  const { context, slots, onNote } = options;
  const runnerToken = randomBytes(32).toString('hex');
  const closing: (() => Promise<void>)[] = [() => lock.release()];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const service = await composeService({
      databaseUrl: pathToFileURL(file).href,
      knobs: options.knobs,
      tokens: { runner: [runnerToken], operator: [token], tick: [] },
      version: context.version,
      log: jsonLog((line) => appendFileSync(join(dirname(file), 'service.log'), line), 'info'),
    });
    closing.push(() => service.close());
    const { address, close: stopListening } = await listen(service.app, '127.0.0.1', 0);
    closing.push(stopListening);
    const background = service.startBackground();
    closing.push(() => background.stop());
    await lock.publish({ address, token });
    const runner = startRunnerProcess({
      mainFile: context.mainFile,
      environment: localRunnerEnvironment(context.variables, { address, runnerToken }),
      database: file,
      slots,
      logFile: join(dirname(file), 'runner.log'),
      onNote,
    });
    closing.push(() => runner.stop());
    return { client: createClient(address, token), runner, close };
  } catch (error) {
    await close();
    throw error;
  }
}
