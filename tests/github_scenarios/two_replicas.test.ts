import { afterEach, expect, it } from 'vitest';
import { createClient } from '../../src/http/client.ts';
import { githubStage } from '../support/github_stage.ts';
import { startRequestSwitch } from '../support/request_switch.ts';
import { startSqld, whyNoSqld } from '../support/sqld_server.ts';
import { castOf } from './cast.ts';
import { prepare } from './performance.ts';
import { play } from './play.ts';
import { loadScenario } from './scenario.ts';
import { openToLook } from './stage_view.ts';

const LIMIT_MS = 150_000;

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('two replicas on one database take webhooks and runner calls in turn, and do everything once', {
  timeout: LIMIT_MS,
}, async () => {
  expect(whyNoSqld()).toBeUndefined();
  const scenario = loadScenario('diamond-to-final-pull');
  const sqld = await startSqld();
  closing.push(() => sqld.stop());
  const cast = await castOf([scenario]);
  closing.push(cast.remove);
  const stage = await githubStage({ agents: cast.agents, owners: ['acme'], databaseUrl: sqld.url });
  closing.push(stage.remove);
  const replicas = [await stage.serve(), await stage.serve()];
  let turn = 0;
  const alternating = await startRequestSwitch(() => {
    turn += 1;
    return replicas[turn % replicas.length]?.address ?? '';
  });
  closing.push(alternating.close);
  stage.github.installApp('acme');
  stage.github.sendWebhooksTo(`${alternating.address}/api/github/webhooks`);
  stage.startRunner(alternating.address);
  const database = openToLook(stage);
  closing.push(async () => database.close());
  const client = createClient(alternating.address, stage.operatorToken);
  await play(
    await prepare(scenario, { stage, client, database, meetingPoint: cast.meetingPoint(scenario) }),
    LIMIT_MS - 30_000,
  );
  expect(stage.github.violations).toEqual([]);
});
