import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Call } from '../support/model/conversation.ts';
import type { AgentStage } from './agent_stage.ts';
import type { RealAgent } from './agents.ts';
import { proves } from './report/proofs.ts';

/** The same of an agent whose model only says what files are to hold. */
function describeEdit(agent: RealAgent, stage: () => AgentStage): void {
  const usageTold = 'writes files and runs no commands; says what it used, rounded';

  it('writes a file', proves(agent.name, 'work', usageTold), async () => {
    const call: Call = { kind: 'write', path: 'hello.txt', text: 'hello\n' };
    const model = await stage().model(() => ({ kind: 'answer', text: 'I write it.', calls: [call] }));
    const play = await stage().play({ modelUrl: model.url, prompt: 'Write hello.txt' });
    const { outcome, survivors } = await play.ended;
    expect(model.mistakes).toEqual([]);
    expect(readFileSync(stage().path('hello.txt'), 'utf8')).toBe('hello\n');
    expect(outcome).toMatchObject({
      kind: 'done',
      summary: 'I write it.',
      usage: { inputTokens: 1_000, outputTokens: 50 },
    });
    expect(survivors).toBe(0);
    const told = play.events.filter(({ kind }) => kind !== 'usage' && kind !== 'tool_ended');
    expect(told).toMatchObject([
      { kind: 'session', id: outcome.session?.id },
      { kind: 'message', text: 'I write it.' },
      { kind: 'file_change', paths: ['hello.txt'] },
    ]);
  });
}

/** The least that an agent has to be able to do. The model reckons 1,000 tokens for what it reads and 50 for what it says, each time. */
export function describeFirstWork(agent: RealAgent, stage: () => AgentStage): void {
  if (!agent.hasTools) {
    describeEdit(agent, stage);
    return;
  }
  const usageTold = agent.tokensAreOf === 'prompt' ? 'yes' : 'yes, but of its last request alone';

  it('writes a file and runs a command', proves(agent.name, 'work', usageTold), async () => {
    const model = await stage().model(({ turn }) => {
      if (turn === 0) {
        const call: Call = { kind: 'write', path: stage().path('hello.txt'), text: 'hello\n' };
        return { kind: 'answer', text: 'I write it.', calls: [call] };
      }
      if (turn === 1) return { kind: 'answer', calls: [{ kind: 'shell', command: 'cat hello.txt' }] };
      return { kind: 'answer', text: 'It is written.' };
    });
    const play = await stage().play({ modelUrl: model.url, prompt: 'Write hello.txt' });
    const { outcome, survivors } = await play.ended;
    expect(model.mistakes).toEqual([]);
    expect(readFileSync(stage().path('hello.txt'), 'utf8')).toBe('hello\n');
    const requests = agent.tokensAreOf === 'prompt' ? 3 : 1;
    expect(outcome).toMatchObject({
      kind: 'done',
      summary: 'It is written.',
      usage: { inputTokens: 1_000 * requests, outputTokens: 50 * requests },
    });
    expect(survivors).toBe(0);
    // Some say besides which model answers, what it has used and how tools ended.
    const told = play.events.filter(({ kind }) => !['model', 'usage', 'tool_ended'].includes(kind));
    expect(told).toMatchObject([
      { kind: 'session', id: outcome.session?.id },
      { kind: 'message', text: 'I write it.' },
      { kind: 'file_change', paths: [stage().path('hello.txt')] },
      { kind: 'command', command: expect.stringContaining('cat hello.txt') },
      { kind: 'message', text: 'It is written.' },
    ]);
  });
}
