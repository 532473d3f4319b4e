import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentStage, setAgentStage } from './agent_stage.ts';
import { AGENTS, type RealAgent } from './agents.ts';

/** Servers of models on one's own machine, by the variables that docs/operations.md names for each. */
const SERVERS: Readonly<Record<string, RealAgent['environment']>> = {
  Ollama: (modelUrl) => ({ GOOSE_PROVIDER: 'ollama', GOOSE_MODEL: 'qwen3', OLLAMA_HOST: modelUrl }),
  'LM Studio and llama.cpp': (modelUrl) => ({
    GOOSE_PROVIDER: 'openai',
    GOOSE_MODEL: 'qwen3',
    OPENAI_HOST: modelUrl,
    OPENAI_API_KEY: 'none-is-asked-for',
  }),
};

describe.each(Object.entries(SERVERS))('Goose with a model of %s', (_name, environment) => {
  const { goose } = AGENTS;
  let stage: AgentStage;
  beforeEach(async () => {
    stage = await setAgentStage({ ...goose, environment });
  });
  afterEach(() => stage.clear());

  it('writes a file', async () => {
    const model = await stage.model(({ turn }) => {
      if (turn > 0) return { kind: 'answer', text: 'It is written.' };
      return { kind: 'answer', calls: [{ kind: 'write', path: stage.path('hello.txt'), text: 'hello\n' }] };
    });
    const play = await stage.play({ modelUrl: model.url, prompt: 'Write hello.txt' });
    const { outcome } = await play.ended;
    expect(model.mistakes).toEqual([]);
    expect(outcome).toMatchObject({ kind: 'done', summary: 'It is written.' });
    expect(readFileSync(stage.path('hello.txt'), 'utf8')).toBe('hello\n');
    expect(model.asked.map(({ api, model: asked }) => `${api} ${asked}`)).toEqual(['chat qwen3', 'chat qwen3']);
  });
});
