import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { type GitHubStage, githubStage } from '../support/github_stage.ts';
import { keepTicking } from '../support/keep_ticking.ts';
import { startRequestSwitch } from '../support/request_switch.ts';
import { startSqld, whyNoSqld } from '../support/sqld_server.ts';
import { castOf } from './cast.ts';
import { clientToLook } from './client_to_look.ts';
import { prepare } from './performance.ts';
import { play } from './play.ts';
import { loadScenario } from './scenario.ts';
import { openToLook } from './stage_view.ts';

const PROGRAM = fileURLToPath(new URL('../fixtures/programs/answer_one_request.ts', import.meta.url));
const LIMIT_MS = 240_000;

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('a plan goes from its label to the merge where each request is answered by a process of its own', {
  timeout: LIMIT_MS,
}, async () => {
  expect(whyNoSqld()).toBeUndefined();
  // Two tasks one after the other, and a final pull request that a person merges.
  const scenario = loadScenario('squash-only-repository');
  const sqld = await startSqld();
  closing.push(() => sqld.stop());
  const cast = await castOf([scenario]);
  closing.push(cast.remove);
  const stage = await githubStage({
    agents: cast.agents,
    owners: ['acme'],
    databaseUrl: sqld.url,
    // Whoever starts processes for requests takes a while for each of them.
    environment: { TICK_INTERVAL_MS: '0', LEASE_MS: '60000', DELIVERY_SWEEP_MS: '86400000' },
  });
  closing.push(stage.remove);
  const fresh = await startFreshProcesses(stage);
  stage.github.installApp('acme');
  stage.github.sendWebhooksTo(`${fresh.address}/api/github/webhooks`);
  stage.startRunner(fresh.address);
  closing.push(keepTicking(fresh.address, stage.tickSecret));
  const database = openToLook(stage);
  closing.push(async () => database.close());
  const { client, close } = await clientToLook(sqld.url);
  closing.push(close);
  const around = { stage, client, database, meetingPoint: cast.meetingPoint(scenario) };
  await play(await prepare(scenario, around), LIMIT_MS - 30_000);
  expect(fresh.processes()).toBe(fresh.requests());
  expect(fresh.processes()).toBeGreaterThan(20);
});

/** An address where each request starts a process, which answers it and ends. */
async function startFreshProcesses(stage: GitHubStage) {
  const alive = new Set<ChildProcess>();
  let processes = 0;
  const started = async (): Promise<string> => {
    processes += 1;
    const child = spawn(process.execPath, [PROGRAM], {
      cwd: stage.folder,
      env: stage.serviceEnvironment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return line.toString().trim();
  };
  const { address, requests, close } = await startRequestSwitch(started);
  closing.push(async () => {
    await close();
    for (const child of alive) child.kill('SIGKILL');
  });
  return { address, requests, processes: () => processes };
}
