import { describe, expect, it } from 'vitest';
import type { Call, Script } from '../../support/model/conversation.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import type { RealAgent } from '../agents.ts';
import { proves } from '../report/proofs.ts';
import { agentsInFull } from '../smoke.ts';
import { closingAfterEach, playPlan } from './played_plan.ts';

const PLAN = `
\`\`\`planwright
agent: real
\`\`\`

## Tasks

- [ ] sneak: Write a greeting
`;

const WORKFLOW = '.github/workflows/sneaked-in.yml';
const CALLS: readonly Call[] = [
  { kind: 'write', path: `/workspace/${WORKFLOW}`, text: 'on: push\n' },
  { kind: 'shell', command: 'echo "{}" > .mcp.json; echo hello > hello.txt' },
];

const script: Script = ({ turn }) => {
  const call = CALLS[turn];
  return { kind: 'answer', text: 'The greeting is written.', calls: call === undefined ? [] : [call] };
};

const closing = closingAfterEach();

async function sneaks(agent: RealAgent): Promise<void> {
  const { stage, plan } = await playPlan(agent, { script, plan: PLAN }, closing);
  await plan.sees('question_asked', 'sneak');
  await plan.reaches('running');
  const asked = (await plan.view.events()).filter(({ kind }) => kind === 'question_asked');
  const question = JSON.stringify(asked);
  for (const path of [WORKFLOW, '.mcp.json']) expect(question).toContain(path);
  expect(question).not.toContain('hello.txt');
  // What nobody has consented to stands on no branch and in no pull request.
  expect(Object.keys(stage.github.branches(plan.repository)).toSorted()).toEqual(['main', 'planwright/1/plan']);
  expect(stage.github.pulls(plan.repository)).toEqual([]);
}

describeWithBubblewrap('an agent that changes what is protected', () => {
  describe.each(agentsInFull())('$name', (agent) => {
    it('is stopped, and a person is asked', proves(agent.name, 'protected'), () => sneaks(agent));
  });
});
