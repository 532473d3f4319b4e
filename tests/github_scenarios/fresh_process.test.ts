import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import type { GitHubStage } from '../support/github_stage.ts';
import { keepTicking } from '../support/keep_ticking.ts';
import { startRequestSwitch } from '../support/request_switch.ts';
import { clientToLook } from './client_to_look.ts';
import { stageOnSqld } from './stage_on_sqld.ts';

const PROGRAM = fileURLToPath(new URL('../fixtures/programs/answer_one_request.ts', import.meta.url));
const READY_PROCESSES = 4;
const PAUSE_BETWEEN_TICKS_MS = 2_000;
const LIMIT_MS = 600_000;

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('a plan goes from its label to the merge where each request is answered by a process of its own', {
  timeout: LIMIT_MS,
}, async () => {
  // Two tasks one after the other, and a final pull request that a person merges.
  const { stage, lead, play } = await stageOnSqld('squash-only-repository', closing, {
    patienceMs: LIMIT_MS - 30_000,
    // Nothing works between requests.
    environment: { TICK_INTERVAL_MS: '0', LEASE_MS: '60000', DELIVERY_SWEEP_MS: '86400000' },
  });
  const fresh = await startFreshProcesses(stage);
  lead(fresh.address);
  closing.push(keepTicking(fresh.address, stage.tickSecret, PAUSE_BETWEEN_TICKS_MS));
  const { client, close } = await clientToLook(stage.databaseUrl);
  closing.push(close);
  // A runner that waits too long for a process to start gives its attempt up, and the next one is made.
  await play({ client, tolerated: ['transient', 'lost'] });
  expect(fresh.started()).toBeGreaterThanOrEqual(fresh.requests());
  expect(fresh.requests()).toBeGreaterThan(20);
});

/**
 * An address where each request is answered by a process that never answered another, and ends then. A few stand ready, since
 * starting them takes longer on a busy machine than a runner waits for an answer.
 */
async function startFreshProcesses(stage: GitHubStage) {
  const alive = new Set<ChildProcess>();
  let started = 0;
  const begin = async (): Promise<string> => {
    const child = spawn(process.execPath, [PROGRAM], {
      cwd: stage.folder,
      env: { ...stage.serviceEnvironment, NODE_COMPILE_CACHE: join(stage.folder, 'compiled') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started += 1;
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return line.toString().trim();
  };
  const ready = Array.from({ length: READY_PROCESSES }, begin);
  let abandoned = 0;
  const next = () => {
    const first = ready.shift() ?? begin();
    while (ready.length < READY_PROCESSES) ready.push(begin());
    return first;
  };
  // It was asked nothing yet: the next request finds it ready.
  const giveBack = (address: string) => {
    abandoned += 1;
    ready.unshift(Promise.resolve(address));
  };
  const { address, requests, close } = await startRequestSwitch(next, giveBack);
  closing.push(async () => {
    await close();
    for (const child of alive) child.kill('SIGKILL');
  });
  return { address, started: () => started, requests: () => requests() - abandoned };
}
