import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type AgentStage, setAgentStage } from './agent_stage.ts';
import { AGENTS, type AgentName, type RealAgent } from './agents.ts';
import { isSmoke } from './smoke.ts';

type Command = ReturnType<RealAgent['command']>;

/** Agents over ACP, brought to ask for permission though they are told not to. */
const ASKING: readonly (readonly [AgentName, (command: Command) => Command])[] = [
  ['gemini', ([program, ...args]) => [program, ...args.filter((arg) => arg !== '--yolo')]],
  ['opencode', (command) => ['env', 'OPENCODE_CONFIG_CONTENT={"permission":"ask"}', ...command]],
  ['goose', (command) => ['env', 'GOOSE_MODE=approve', ...command]],
];

const asking = ASKING.filter(([name]) => !isSmoke(name));

let stage: AgentStage | undefined;
afterEach(() => stage?.clear());

describe.runIf(asking.length > 0)('an agent that asks for permission', () => {
  it.each(asking)('is given it: %s', async (name, ask) => {
    const agent = AGENTS[name];
    stage = await setAgentStage({ ...agent, command: (packages, url) => ask(agent.command(packages, url)) });
    const path = stage.path('hello.txt');
    const model = await stage.model(({ turn }) => {
      if (turn === 0) return { kind: 'answer', calls: [{ kind: 'write', path, text: 'hello\n' }] };
      return { kind: 'answer', text: 'It is written.' };
    });
    const play = await stage.play({ modelUrl: model.url, prompt: 'Write hello.txt' });
    const { outcome, stream } = await play.ended;
    expect(JSON.stringify(stream.exchanges)).toContain('session/request_permission');
    expect(model.mistakes).toEqual([]);
    expect(outcome).toMatchObject({ kind: 'done', summary: 'It is written.' });
    expect(readFileSync(path, 'utf8')).toBe('hello\n');
  });
});
