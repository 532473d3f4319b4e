import { describe, expect, it } from 'vitest';
import { type AgentStage, setAgentStage } from './agent_stage.ts';
import { AGENTS, type AgentName } from './agents.ts';

/** A model that is not the agent's own default here, and what of its name reaches the model's API. */
const MODELS: readonly (readonly [AgentName, model: string, asked: RegExp])[] = [
  ['claude_code', 'sonnet', /sonnet/],
  ['codex', 'gpt-5.4', /^gpt-5\.4$/],
  ['gemini', 'gemini-3-flash-preview', /^gemini-3-flash-preview$/],
  ['goose', 'gpt-4o-mini', /^gpt-4o-mini$/],
];

async function onStage<Result>(name: AgentName, act: (stage: AgentStage) => Promise<Result>): Promise<Result> {
  const stage = await setAgentStage(AGENTS[name]);
  try {
    return await act(stage);
  } finally {
    await stage.clear();
  }
}

describe('the model that is asked for', () => {
  it.each(MODELS)('is used by %s', async (name, model, asked) => {
    await onStage(name, async (stage) => {
      const seen: string[] = [];
      const server = await stage.model((conversation) => {
        seen.push(conversation.model);
        return { kind: 'answer', text: 'Done.' };
      });
      const play = await stage.play({ modelUrl: server.url, prompt: 'Say that it is done', model });
      expect((await play.ended).outcome).toMatchObject({ kind: 'done' });
      expect(seen).toEqual([expect.stringMatching(asked)]);
    });
  });

  it('is refused by opencode, where it does not know it', async () => {
    await onStage('opencode', async (stage) => {
      const server = await stage.model(() => ({ kind: 'answer', text: 'Done.' }));
      const play = await stage.play({ modelUrl: server.url, prompt: 'Say that it is done', model: 'scripted/other' });
      expect((await play.ended).outcome).toMatchObject({ kind: 'failed', class: 'refused' });
    });
  });
});
