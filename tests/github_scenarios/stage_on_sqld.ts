import { expect } from 'vitest';
import { type GitHubStage, githubStage } from '../support/github_stage.ts';
import { startSqld, whyNoSqld } from '../support/sqld_server.ts';
import { castOf } from './cast.ts';
import { prepare } from './performance.ts';
import { play } from './play.ts';
import { loadScenario, type Scenario } from './scenario.ts';
import { openToLook } from './stage_view.ts';

/** A stage of one scenario whose database is a server, so that several processes can share it. */
export type StageOnSqld = {
  readonly stage: GitHubStage;
  readonly scenario: Scenario;
  /** Has webhooks and a runner go to this address. */
  readonly lead: (address: string) => void;
  /** Plays the scenario, or one that differs from it in what is expected. */
  readonly play: (around: Pick<Parameters<typeof prepare>[1], 'client' | 'tolerated'>, as?: Scenario) => Promise<void>;
};

/**
 * Makes the stage, on which nothing runs yet but GitHub and the database.
 *
 * @param closing is given what has to be closed afterwards, the last first
 */
export async function stageOnSqld(
  name: string,
  closing: (() => Promise<void>)[],
  options: { readonly patienceMs: number; readonly environment?: Readonly<Record<string, string>> },
): Promise<StageOnSqld> {
  const { patienceMs, environment = {} } = options;
  expect(whyNoSqld()).toBeUndefined();
  const scenario = loadScenario(name);
  const sqld = await startSqld();
  closing.push(() => sqld.stop());
  const cast = await castOf([scenario]);
  closing.push(cast.remove);
  const stage = await githubStage({ agents: cast.agents, owners: ['acme'], databaseUrl: sqld.url, environment });
  closing.push(stage.remove);
  const database = openToLook(stage);
  closing.push(async () => database.close());
  return {
    stage,
    scenario,
    lead: (address) => {
      stage.github.installApp('acme');
      stage.github.sendWebhooksTo(`${address}/api/github/webhooks`);
      stage.startRunner(address);
    },
    play: async (around, as = scenario) => {
      const meetingPoint = cast.meetingPoint(scenario);
      await play(await prepare(as, { ...around, stage, database, meetingPoint }), patienceMs);
    },
  };
}
