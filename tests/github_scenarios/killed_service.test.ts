import { afterEach, expect, it } from 'vitest';
import type { GitHubStage, StageService } from '../support/github_stage.ts';
import { startRequestSwitch } from '../support/request_switch.ts';
import { until } from '../support/until.ts';
import { clientToLook } from './client_to_look.ts';
import { stageOnSqld } from './stage_on_sqld.ts';

const LIMIT_MS = 240_000;
/** After so many further requests that change something on GitHub, the service is killed. */
const WRITES_BETWEEN_KILLS = 6;

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('a plan ends the same when its service is killed after every few writes', { timeout: LIMIT_MS }, async () => {
  const { stage, scenario, lead, play } = await stageOnSqld('diamond-to-final-pull', closing, {
    patienceMs: LIMIT_MS - 30_000,
    // Webhooks that come while nobody listens are asked for again.
    environment: { DELIVERY_SWEEP_MS: '1000' },
  });
  let service = await stage.serve();
  const same = await startRequestSwitch(() => service.address);
  closing.push(same.close);
  lead(same.address);
  const { client, close } = await clientToLook(stage.databaseUrl);
  closing.push(close);
  const killing = killAgainAndAgain(
    stage,
    () => service,
    (next) => (service = next),
  );
  // What a runner cannot begin while the service is away is begun anew.
  const tolerated = ['transient', 'lost'];
  const patient = { ...scenario, expected: { ...scenario.expected, writes: 2 * scenario.expected.writes, never: [] } };
  await play({ client, tolerated }, patient).finally(killing.stop);
  expect(killing.kills()).toBeGreaterThan(4);
});

/** In the middle of whatever it does: the write that is counted is not answered yet. */
function killAgainAndAgain(
  stage: GitHubStage,
  present: () => StageService,
  replace: (next: StageService) => void,
): { readonly kills: () => number; readonly stop: () => Promise<void> } {
  let kills = 0;
  let isOver = false;
  const killing = (async () => {
    for (;;) {
      const before = stage.github.writes().length;
      const enough = () => (isOver || stage.github.writes().length >= before + WRITES_BETWEEN_KILLS ? true : undefined);
      await until('further write', enough, LIMIT_MS);
      if (isOver) return;
      present().program.signal('SIGKILL');
      await present().program.ended;
      kills += 1;
      replace(await stage.serve());
    }
  })();
  return {
    kills: () => kills,
    stop: async () => {
      isOver = true;
      await killing;
    },
  };
}
