import { afterEach, describe, expect, it } from 'vitest';
import { everyNth } from '../support/github/start_github.ts';
import { type GitHubStage, type GitHubStageOptions, githubStage } from '../support/github_stage.ts';
import { castOf } from './cast.ts';
import { prepare } from './performance.ts';
import { play } from './play.ts';
import { loadScenario, type Scenario } from './scenario.ts';
import { openToLook } from './stage_view.ts';

/** A plan that goes through everything up to its report, with work side by side. */
const SCENARIO = 'diamond-to-final-pull';
const LIMIT_MS = 240_000;

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What is written twice because its answer was lost counts twice. */
function withMoreWrites(scenario: Scenario): Scenario {
  return { ...scenario, expected: { ...scenario.expected, writes: 4 * scenario.expected.writes } };
}

/** Plays the scenario to its usual end while GitHub misbehaves. */
async function playWith(
  options: Pick<GitHubStageOptions, 'github' | 'environment'>,
  misbehave: (stage: GitHubStage) => void,
  name = SCENARIO,
): Promise<GitHubStage> {
  const scenario = withMoreWrites(loadScenario(name));
  const cast = await castOf([scenario]);
  closing.push(cast.remove);
  const stage = await githubStage({ agents: cast.agents, owners: ['acme'], ...options });
  closing.push(stage.remove);
  const { address, client } = await stage.serve();
  stage.github.installApp('acme');
  stage.github.sendWebhooksTo(`${address}/api/github/webhooks`);
  stage.startRunner(address);
  misbehave(stage);
  const database = openToLook(stage);
  closing.push(async () => database.close());
  await play(await prepare(scenario, { stage, client, database, meetingPoint: cast.meetingPoint(scenario) }), 200_000);
  return stage;
}

describe('the whole way of a plan', () => {
  it('ends the same when answers are lost, requests fail, and webhooks are doubled and out of order', {
    timeout: LIMIT_MS,
  }, async () => {
    const { github } = await playWith({ github: { deliver: { shuffled: 7 } } }, ({ github: { faults, webhooks } }) => {
      faults.everyNthWrite(3, { kind: 'drop_answer' });
      faults.everyNthWrite(5, { kind: 'status', status: 502 });
      webhooks.faults.double = everyNth(1);
    });
    expect(github.writes().filter(({ status }) => status === 0).length).toBeGreaterThan(10);
    expect(github.writes().filter(({ status }) => status === 502).length).toBeGreaterThan(5);
  });

  it('ends the same when GitHub wants to be asked less', { timeout: LIMIT_MS }, async () => {
    const { github } = await playWith({}, ({ github: { faults } }) => {
      faults.everyNthWrite(6, { kind: 'secondary_limit', status: 403, retryAfterSeconds: 1 });
    });
    expect(github.writes().filter(({ status }) => status === 403).length).toBeGreaterThan(3);
  });

  it('has one report when the answer to its commit is lost, and GitHub is in trouble before that', {
    timeout: LIMIT_MS,
  }, async () => {
    const isCommit = ({ operationId }: { readonly operationId: string | undefined }) =>
      operationId === 'graphql/createCommitOnBranch';
    const { github } = await playWith(
      {},
      ({ github: { faults } }) => {
        faults.once({ kind: 'status', status: 502 }, isCommit);
        faults.once({ kind: 'drop_answer' }, isCommit);
      },
      'report-committed',
    );
    expect(
      github
        .writes()
        .filter(isCommit)
        .map(({ status }) => status),
    ).toEqual([502, 0]);
  });

  it('ends the same when every third webhook is lost', { timeout: LIMIT_MS }, async () => {
    const { github } = await playWith({ environment: { DELIVERY_SWEEP_MS: '1000' } }, ({ github: { webhooks } }) => {
      webhooks.faults.lose = everyNth(3);
    });
    expect(github.webhooks.deliveries.filter(({ statusCode }) => statusCode === 0).length).toBeGreaterThan(5);
  });
});
