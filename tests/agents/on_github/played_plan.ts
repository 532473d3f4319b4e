import { afterEach } from 'vitest';
import { type GitHubStage, githubStage } from '../../support/github_stage.ts';
import type { Script } from '../../support/model/conversation.ts';
import { type ModelServer, startModelServer } from '../../support/model/model_server.ts';
import type { RealAgent } from '../agents.ts';
import { provided } from './provided.ts';
import { type PlanOnStage, runPlan } from './run_plan.ts';

/** Has something closed after the test. */
export type Closing = (close: () => unknown) => void;

/** To be called at the top of a file: what a test opened is closed after it, the last first. */
export function closingAfterEach(): Closing {
  const open: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  return (close) => void open.push(close);
}

/** A plan whose agent `real` is a real one, the model that this asks, and where it all stands. */
export type PlayedPlan = { readonly model: ModelServer; readonly stage: GitHubStage; readonly plan: PlanOnStage };

/** What is played, and how. */
export type PlayedBy = {
  readonly script: Script;
  readonly plan: string;
  /** Where the agent's package lies, if not where it was installed. */
  readonly packages?: string | undefined;
  /** Whom the runner is started as; absent: who runs the tests. */
  readonly runnerUser?: number;
};

/** Starts a model that follows the script, a service, and a runner whose sandbox is required; and opens an issue with the plan. */
export async function playPlan(
  agent: RealAgent,
  { script, plan: text, packages, runnerUser }: PlayedBy,
  closing: Closing,
): Promise<PlayedPlan> {
  const model = await startModelServer(script);
  closing(model.stop);
  const { provider, environment } = provided(agent, model.url, packages);
  const stage = await githubStage({
    agents: { real: provider },
    owners: ['acme'],
    runnerEnvironment: environment,
    sandbox: 'required',
    ...(runnerUser === undefined ? {} : { runnerUser }),
  });
  closing(stage.remove);
  const plan = await runPlan(stage, { plan: text });
  closing(plan.close);
  return { model, stage, plan };
}
