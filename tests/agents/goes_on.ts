import { expect } from 'vitest';
import type { ModelServer } from '../support/model/model_server.ts';
import { until } from '../support/until.ts';
import { setAgentStage } from './agent_stage.ts';
import type { RealAgent } from './agents.ts';
import type { Play } from './play_agent.ts';

const PATIENCE_MS = 60_000;

/** How an agent goes on that its model fails: it waits for what does not come, or asks again. */
export type GoingOn = 'waits' | 'asks again';

/**
 * Looks at an agent that its model has failed until another one of its kind, begun after that, has been refused by a model and
 * has ended: so much time is enough to give up. Resolves where this one has not, and did meanwhile what it is said to do.
 *
 * @param model the one that fails it; undefined: there is none, and nobody can see whether it is asked again
 */
export async function goesOn(agent: RealAgent, play: Play, how: GoingOn, model?: ModelServer): Promise<void> {
  if (model === undefined) await play.event('session');
  else await until('request to the model', () => model.asked[0], PATIENCE_MS);
  await refused(agent);
  if (model !== undefined && how === 'asks again') {
    await until('second request', () => (model.asked.length > 1 || play.isOver() ? true : undefined), PATIENCE_MS);
  }
  expect(play.isOver()).toBe(false);
  if (model !== undefined && how === 'waits') expect(model.asked).toHaveLength(1);
}

/** Another one of its kind works in a place of its own for a model that refuses everything, and gives up. */
async function refused(agent: RealAgent): Promise<void> {
  const stage = await setAgentStage(agent);
  try {
    const refuses = () => ({ kind: 'status', status: 400, message: 'No such parameter' }) as const;
    const model = await stage.model(refuses, refuses);
    const play = await stage.play({ modelUrl: model.url, prompt: 'Go' });
    expect((await play.ended).outcome).toMatchObject({ kind: 'failed', class: 'agent_error' });
  } finally {
    await stage.clear();
  }
}
