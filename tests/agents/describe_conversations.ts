import { expect, it } from 'vitest';
import type { Script } from '../support/model/conversation.ts';
import type { AgentStage } from './agent_stage.ts';
import type { RealAgent } from './agents.ts';
import { proves } from './report/proofs.ts';

/** What every agent has to be able to do in words alone. The model reckons 1,000 tokens for what it reads and 50 for what it says, each time. */
export function describeConversations(agent: RealAgent, stage: () => AgentStage): void {
  it('goes on with a conversation, and counts what it uses from there', proves(agent.name, 'resumed'), async () => {
    const remembers: Script = ({ prompts, said }) => {
      const earlier = said.includes('I heard: once.');
      const times = prompts.filter((prompt) => prompt.includes('Say what you heard')).length;
      return { kind: 'answer', text: earlier && times === 2 ? 'I heard: twice.' : 'I heard: once.' };
    };
    const model = await stage().model(remembers);
    const first = await (await stage().play({ modelUrl: model.url, prompt: 'Say what you heard' })).ended;
    expect(first.outcome).toMatchObject({ kind: 'done', summary: 'I heard: once.' });
    const { session } = first.outcome;
    const play = await stage().play({ modelUrl: model.url, prompt: 'Say what you heard again', session });
    const { outcome } = await play.ended;
    expect(outcome).toMatchObject({
      kind: 'done',
      summary: 'I heard: twice.',
      session: { id: session?.id },
      usage: { inputTokens: 1_000, outputTokens: 50 },
    });
    expect(play.events.filter(({ kind }) => kind === 'message')).toEqual([
      { kind: 'message', text: 'I heard: twice.' },
    ]);
    expect(model.mistakes).toEqual([]);
  });

  it('says that a conversation is lost', proves(agent.name, 'session_lost'), async () => {
    const model = await stage().model(() => ({ kind: 'answer', text: 'Nobody hears it.' }));
    const used = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null };
    const session = { id: '7f3c7c1e-5a5b-4c51-9d59-2f4dd1b0a111', used };
    const { outcome } = await (await stage().play({ modelUrl: model.url, prompt: 'Go on', session })).ended;
    expect(outcome).toMatchObject({ kind: 'failed', class: 'agent_error', isSessionLost: true });
  });

  it('recovers from a limit that ends', proves(agent.name, 'recovers'), async () => {
    let asked = 0;
    const model = await stage().model(() => {
      asked += 1;
      return asked === 1
        ? { kind: 'status', status: 429, message: 'Slow down', headers: { 'retry-after': '1' } }
        : { kind: 'answer', text: 'Here I am.' };
    });
    const { outcome } = await (await stage().play({ modelUrl: model.url, prompt: 'Go' })).ended;
    expect(outcome).toMatchObject({ kind: 'done', summary: 'Here I am.' });
  });
}
