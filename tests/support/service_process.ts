import { type Client, createClient } from '../../src/http/client.ts';
import { freePort } from './free_port.ts';
import type { Program } from './program.ts';
import type { ScratchRun } from './scratch_run.ts';
import { until } from './until.ts';
import type { Address } from './watch_run.ts';

const READY_WITHIN_MS = 20_000;

/** `planwright serve` and `planwright runner`, each a process of its own that can be killed and started again. */
export type ServiceProcess = Address & {
  readonly client: Client;
  /** Starts the service, and resolves when it answers. It always has the same address. */
  readonly serve: () => Promise<Program>;
  /** Starts a runner for it. */
  readonly startRunner: () => Program;
  /** Resolves with the id of a new run of the plan. */
  readonly createRun: (markdown: string) => Promise<string>;
};

/** A service on this database, with the folders and the agent of a scratch run. */
export async function serviceProcess(scratch: ScratchRun, databaseUrl: string): Promise<ServiceProcess> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const token = 'token-of-an-operator';
  const runnerToken = 'token-of-a-runner';
  const client = createClient(address, token);
  return {
    address,
    token,
    client,
    serve: async () => {
      const program = scratch.planwright(['serve'], {
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        RUNNER_TOKEN: runnerToken,
        OPERATOR_TOKEN: token,
      });
      await until('answer of the service', () => answers(address), READY_WITHIN_MS).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${program.printed()}`);
      });
      return program;
    },
    startRunner: () => scratch.planwright(['runner'], { PLANWRIGHT_URL: address, RUNNER_TOKEN: runnerToken }),
    createRun: async (markdown) => {
      const { folder } = scratch.repository;
      const answer = await client.api.v1.runs.$post({
        json: { name: scratch.name, markdown, owner: 'ada', repository: { name: 'ada/scratch', cloneUrl: folder } },
      });
      return (await answer.json()).run.id;
    },
  };
}

async function answers(address: string): Promise<true | undefined> {
  return await fetch(`${address}/readyz`).then(
    (response) => (response.ok ? true : undefined),
    () => undefined,
  );
}
