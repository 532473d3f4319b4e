import { expect, it } from 'vitest';
import type { Script } from '../../support/model/conversation.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import { AGENTS } from '../agents.ts';
import { closingAfterEach, playPlan } from './played_plan.ts';

const PLAN = `
\`\`\`planwright
agent: real
verify: grep -q hello hello.txt
\`\`\`

## Tasks

- [ ] greet: Write a greeting
`;

/** The first prompt leads to a tool that never ends; who goes on writes the file. */
const script: Script = ({ turn, prompts }) => {
  const goesOn = prompts.some((prompt) => prompt.includes('was interrupted before it ended'));
  const command = goesOn ? 'echo hello > hello.txt' : 'planwright-tool progress "at work"; tail -f /dev/null';
  if (turn === 0) return { kind: 'answer', text: 'I do it.', calls: [{ kind: 'shell', command }] };
  return { kind: 'answer', text: 'The greeting is written.' };
};

const closing = closingAfterEach();

describeWithBubblewrap('a runner that is killed in the middle of a tool', () => {
  it.each([AGENTS.claude_code, AGENTS.codex])(
    'goes on with the conversation of $name when it is back',
    async (agent) => {
      const { model, stage, plan } = await playPlan(agent, { script, plan: PLAN }, closing);
      await plan.sees('attempt_progress', 'greet');
      plan.runner.signal('SIGKILL');
      await plan.runner.ended;
      plan.startRunner();
      await plan.reaches('in_review');
      expect(await stage.github.file(plan.repository, 'planwright/1/plan', 'hello.txt')).toBe('hello\n');
      const ends = (await plan.view.events()).flatMap(({ kind, data }) => (kind === 'attempt_ended' ? [data] : []));
      expect(ends).toMatchObject([{ class: 'lost' }]);
      const last = model.asked.at(-1);
      expect(last?.prompts.some((prompt) => prompt.includes('You do the task `greet`'))).toBe(true);
      expect(last?.prompts.some((prompt) => prompt.includes('You go on with the task `greet`'))).toBe(true);
      expect(model.mistakes).toEqual([]);
    },
  );
});
