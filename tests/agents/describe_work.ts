import { existsSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import type { Call, Script } from '../support/model/conversation.ts';
import { until } from '../support/until.ts';
import type { AgentStage } from './agent_stage.ts';
import type { RealAgent } from './agents.ts';
import { ownQuestion } from './own_question.ts';
import { peopleWhoAnswer } from './people.ts';
import { proves } from './report/proofs.ts';

/** What an agent has to be able to do whose model has tools. */
export function describeWork(agent: RealAgent, stage: () => AgentStage): void {
  /** A command that is at work, as the file tells, until it is killed. */
  const lasting: Call = { kind: 'shell', command: 'touch at-work; tail -f /dev/null' };
  const untilAtWork = () =>
    until('command at work', () => (existsSync(stage().path('at-work')) ? true : undefined), 60_000);

  it(
    'goes on with a conversation that was killed in the middle of a tool',
    proves(agent.name, 'resumed_after_kill'),
    async () => {
      const script: Script = ({ turn, prompts }) => {
        if (prompts.some((prompt) => prompt.includes('Go on'))) {
          return { kind: 'answer', text: `remembers: ${prompts.some((prompt) => prompt.includes('Work long'))}` };
        }
        return turn === 0 ? { kind: 'answer', calls: [lasting] } : { kind: 'answer', text: 'It never ends.' };
      };
      const model = await stage().model(script);
      const play = await stage().play({ modelUrl: model.url, prompt: 'Work long' });
      const { id } = await play.event('session');
      await untilAtWork();
      await play.kill();
      const killed = await play.ended;
      expect(killed.outcome).toMatchObject({ kind: 'failed', class: 'agent_error', session: { id } });
      const { outcome } = await (
        await stage().play({ modelUrl: model.url, prompt: 'Go on', session: killed.outcome.session })
      ).ended;
      expect(outcome).toMatchObject({ kind: 'done', summary: 'remembers: true', session: { id } });
    },
  );

  it('asks people by the tool that it is given', proves(agent.name, 'tool_question'), async () => {
    const people = await peopleWhoAnswer('Blue', stage().place.folder);
    onTestFinished(people.stop);
    const model = await stage().model(({ turn, results }) =>
      turn === 0
        ? { kind: 'answer', calls: [{ kind: 'mcp', name: 'ask', input: { question: 'Which colour?' } }] }
        : { kind: 'answer', text: results.some((result) => result.includes('Blue')) ? 'Blue it is.' : 'No answer.' },
    );
    const play = await stage().play({ modelUrl: model.url, prompt: 'Ask', tools: people.tools });
    const { outcome, survivors } = await play.ended;
    expect(model.mistakes).toEqual([]);
    expect(people.questions).toEqual(['Which colour?']);
    expect(outcome).toMatchObject({ kind: 'done', summary: 'Blue it is.' });
    const tool = await play.event('tool');
    expect(tool).toMatchObject({ name: expect.stringContaining('ask'), input: expect.stringContaining('Which') });
    expect(survivors).toBe(0);
  });

  const own = ownQuestion(agent.name, 'Red', 'Blue');
  if (own !== undefined) {
    it('asks people by a tool of its own', proves(agent.name, 'own_question'), async () => {
      const model = await stage().model(({ turn, results }) =>
        turn === 0
          ? { kind: 'answer', calls: [own] }
          : { kind: 'answer', text: results.some((result) => result.includes('Blue')) ? 'Blue it is.' : 'No answer.' },
      );
      const play = await stage().play({ modelUrl: model.url, prompt: 'Ask' });
      const { id, question } = await play.event('question');
      expect(question).toEqual({ text: 'Which colour?', options: ['Red', 'Blue'] });
      play.answer(id, 'Blue');
      const { outcome } = await play.ended;
      expect(outcome).toMatchObject({ kind: 'done', summary: 'Blue it is.' });
    });
  }

  it('stops when it is interrupted, with all that it started', proves(agent.name, 'interrupt'), async () => {
    const model = await stage().model(({ turn }) =>
      turn === 0 ? { kind: 'answer', calls: [lasting] } : { kind: 'answer', text: 'It never ends.' },
    );
    const play = await stage().play({ modelUrl: model.url, prompt: 'Work long' });
    await untilAtWork();
    expect(play.interrupt()).toBe(true);
    const { outcome, survivors } = await play.ended;
    expect(outcome).toMatchObject({ kind: 'failed', class: 'canceled' });
    expect(outcome.session).not.toBeNull();
    expect(survivors).toBe(0);
  });
}
