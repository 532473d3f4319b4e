import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../src/cli/client/answer_of.ts';
import { RunResponse, StatusResponse } from '../../../src/protocol/operator.ts';
import type { Call, Script } from '../../support/model/conversation.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import { until } from '../../support/until.ts';
import type { RealAgent } from '../agents.ts';
import { ownQuestion } from '../own_question.ts';
import { proves } from '../report/proofs.ts';
import { agentsInFull } from '../smoke.ts';
import { byCommandLine } from './by_command_line.ts';
import { closingAfterEach, playPlan } from './played_plan.ts';
import type { PlanOnStage } from './run_plan.ts';

const PLAN = `
\`\`\`planwright
agent: real
ask-wait: 1s
verify: grep -q green colour.txt
\`\`\`

## Tasks

- [ ] paint: Write the colour into a file
`;

const QUESTION = { question: 'Which colour?', options: ['red', 'green'] };

/** Asks first, and stops where nobody answers; told the colour, it writes the file. */
const script =
  (ask: Call): Script =>
  ({ turn, prompts, results }) => {
    if (prompts.some((prompt) => prompt.includes('You go on with the task `paint`'))) {
      const colour = prompts.some((prompt) => prompt.includes('green')) ? 'green' : 'unknown';
      const calls = [{ kind: 'shell', command: `echo ${colour} > colour.txt` }] as const;
      return turn === 0 ? { kind: 'answer', calls } : { kind: 'answer', text: `It is ${colour}.` };
    }
    // Not by turns: some agents look for the tool first.
    if (results.length === 0) return { kind: 'answer', text: 'I ask.', calls: [ask] };
    const isTold = results.some((result) => result.includes('Nobody has answered Q1 yet. Stop now'));
    return { kind: 'answer', text: isTold ? 'I stop.' : 'I was told something else.' };
  };

const closing = closingAfterEach();

/** Resolves when the task waits for its answer and nothing of it holds a slot. */
async function untilBlocked({ client, view }: PlanOnStage): Promise<void> {
  const isThere = async () => {
    const run = (await view.runs()).at(-1)?.id;
    if (run === undefined) return undefined;
    const { tasks } = await answerOf(RunResponse, client.api.v1.runs[':run'].$get({ param: { run } }));
    const { runners, questions } = await answerOf(StatusResponse, client.api.v1.status.$get());
    const isFree = runners.every(({ busy }) => busy === 0);
    return tasks[0]?.state === 'blocked' && questions.length === 1 && isFree ? true : undefined;
  };
  await until('a blocked task that holds no slot', isThere, 60_000, 100);
}

/** @param says what the agent said before it stopped */
async function isBlocked(agent: RealAgent, ask: Call, says: readonly string[]): Promise<void> {
  const { model, stage, plan } = await playPlan(agent, { script: script(ask), plan: PLAN }, closing);
  await plan.sees('question_asked', 'paint');
  await untilBlocked(plan);
  expect(model.asked.at(-1)?.prompts.some((prompt) => prompt.includes('You go on'))).toBe(false);
  expect(await byCommandLine(stage, plan, 'answer', 'Q1', 'GREEN')).toContain('is answered: green');
  await plan.reaches('in_review');
  expect(await stage.github.file(plan.repository, 'planwright/1/plan', 'colour.txt')).toBe('green\n');
  const ends = (await plan.view.events()).flatMap(({ kind, data }) => (kind === 'attempt_ended' ? [data] : []));
  expect(ends).toMatchObject([{ class: 'blocked' }]);
  // One conversation: what it was told first, what it said then, and the answer.
  const last = model.asked.at(-1);
  expect(last?.prompts.some((prompt) => prompt.includes('You do the task `paint`'))).toBe(true);
  for (const words of says) expect(last?.said.join('\n')).toContain(words);
  expect(model.mistakes).toEqual([]);
}

describeWithBubblewrap('an agent whose question nobody answers in time', () => {
  describe.each(agentsInFull())('$name', (agent) => {
    it('gives up its slot, and goes on with the answer', proves(agent.name, 'blocked'), () =>
      isBlocked(agent, { kind: 'mcp', name: 'ask', input: QUESTION }, ['I ask.', 'I stop.']),
    );

    // It is interrupted while its own tool waits, so that it says nothing more.
    const own = ownQuestion(agent.name, ...QUESTION.options);
    if (own !== undefined) {
      it('does so with a question of its own', proves(agent.name, 'own_blocked'), () =>
        isBlocked(agent, own, ['I ask.']),
      );
    }
  });
});
