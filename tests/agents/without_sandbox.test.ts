import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  endRunner,
  requestOn,
  runHere,
  type Stage,
  type StartedRunner,
  setStage,
} from '../runner/worker/runner_fixture.ts';
import type { Script } from '../support/model/conversation.ts';
import { type ModelServer, startModelServer } from '../support/model/model_server.ts';
import { AGENTS } from './agents.ts';
import { provided } from './on_github/provided.ts';

let stage: Stage;
let model: ModelServer;
let runner: StartedRunner | undefined;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(async () => {
  if (runner !== undefined) await endRunner(runner);
  await model.stop();
  await stage.close();
});

const script: Script = ({ turn, prompts }) => {
  const command = `echo ${prompts.length} > prompts.txt`;
  if (turn === 0) return { kind: 'answer', calls: [{ kind: 'shell', command }] };
  return { kind: 'answer', text: `I heard ${prompts.filter((prompt) => prompt.includes('Remember')).length}.` };
};

describe('an agent that finds its conversation by its folder, without a sandbox', () => {
  it.each([AGENTS.opencode, AGENTS.goose])('goes on with it in the next attempt: $name', async (agent) => {
    model = await startModelServer(script);
    const { provider, environment } = provided(agent, model.url);
    await writeFile(stage.runnerFile, JSON.stringify({ providers: { agent: provider }, sandbox: 'off' }));
    runner = runHere(stage, {}, environment);
    const named = { kind: 'agent', agent: 'agent', provider: 'agent', model: null, role: 'coder' } as const;
    const prompt = [{ title: '', text: 'Remember this.' }];
    const first = requestOn(stage, { work: { ...named, prompt } });
    stage.service.offer(first);
    expect(await stage.service.outcome(first.attempt)).toMatchObject({ kind: 'succeeded' });
    const session = stage.service.sessions(first.attempt).at(-1);
    if (session === undefined) throw new Error('no conversation was told of');
    const whole = [{ title: '', text: 'Begin anew.' }];
    const resume = { session, prompt: [{ title: '', text: 'Go on.' }] };
    const { run, task } = first;
    const second = requestOn(stage, { run, task, number: 2, work: { ...named, prompt: whole, resume } });
    stage.service.offer(second);
    expect(await stage.service.outcome(second.attempt)).toMatchObject({ kind: 'succeeded', summary: 'I heard 1.' });
    expect(stage.service.sessions(second.attempt).at(-1)?.id).toBe(session.id);
    expect(model.mistakes).toEqual([]);
  });
});
