import { describe, expect, it } from 'vitest';
import { makeScratchFolder } from '../../support/git_repository.ts';
import type { Script } from '../../support/model/conversation.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import { AGENTS, type RealAgent } from '../agents.ts';
import { proves } from '../report/proofs.ts';
import { agentsInFull } from '../smoke.ts';
import { ordinaryUser } from './ordinary_user.ts';
import { closingAfterEach, playPlan } from './played_plan.ts';
import { packageForEverybody } from './provided.ts';

const PLAN = `
\`\`\`planwright
agent: real
verify: grep -q hello hello.txt
\`\`\`

## Tasks

- [ ] greet: Write a greeting
`;

const writes: Script = ({ turn }) => {
  const command = 'id -u; pwd; echo hello > hello.txt; planwright-tool progress "it is written"';
  if (turn === 0) return { kind: 'answer', text: 'I write it.', calls: [{ kind: 'shell', command }] };
  return { kind: 'answer', text: 'The greeting is written.' };
};

/** The same of a model without tools. */
const writesInWords: Script = () => {
  const call = { kind: 'write', path: 'hello.txt', text: 'hello\n' } as const;
  return { kind: 'answer', text: 'The greeting is written.', calls: [call] };
};

const closing = closingAfterEach();

/** The model is the test's; all between it and GitHub is shipped: service, runner, sandbox, driver and agent. */
async function doesATask(agent: RealAgent, user: number | undefined): Promise<void> {
  const scratch = await makeScratchFolder();
  closing(scratch.remove);
  const as = user === undefined ? {} : { runnerUser: user, packages: packageForEverybody(agent, scratch.path) };
  const { model, stage, plan } = await playPlan(
    agent,
    { script: agent.hasTools ? writes : writesInWords, plan: PLAN, ...as },
    closing,
  );
  await plan.reaches('in_review');
  expect(await stage.github.file(plan.repository, 'planwright/1/plan', 'hello.txt')).toBe('hello\n');
  expect(model.mistakes).toEqual([]);
  if (!agent.hasTools) return;
  const said = model.asked.flatMap(({ results }) => results).join('\n');
  expect(said).toContain('/workspace');
  expect(said).toMatch(new RegExp(`\\b${user ?? process.getuid?.()}\\b`));
}

const ordinary = ordinaryUser();
const agents = [...agentsInFull(), AGENTS.aider];

describeWithBubblewrap('through the shipped runner, in its sandbox', () => {
  describe.each(agents)('$name does a task', (agent) => {
    it('as whoever runs the tests', proves(agent.name, 'sandbox'), () => doesATask(agent, undefined));

    if ('id' in ordinary) {
      it('as an ordinary user', proves(agent.name, 'sandbox_ordinary'), () => doesATask(agent, ordinary.id));
    } else {
      it.todo(`as an ordinary user: left out, ${ordinary.missing}`);
    }
  });
});
