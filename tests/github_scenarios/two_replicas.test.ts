import { afterEach, expect, it } from 'vitest';
import { createClient } from '../../src/http/client.ts';
import { startRequestSwitch } from '../support/request_switch.ts';
import { stageOnSqld } from './stage_on_sqld.ts';

const LIMIT_MS = 150_000;

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('two replicas on one database take webhooks and runner calls in turn, and do everything once', {
  timeout: LIMIT_MS,
}, async () => {
  const { stage, lead, play } = await stageOnSqld('diamond-to-final-pull', closing, { patienceMs: LIMIT_MS - 30_000 });
  const replicas = [await stage.serve(), await stage.serve()];
  let turn = 0;
  const alternating = await startRequestSwitch(() => {
    turn += 1;
    return replicas[turn % replicas.length]?.address ?? '';
  });
  closing.push(alternating.close);
  lead(alternating.address);
  await play({ client: createClient(alternating.address, stage.operatorToken) });
  expect(stage.github.violations).toEqual([]);
});
