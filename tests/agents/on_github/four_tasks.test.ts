import { expect, it } from 'vitest';
import { githubStage } from '../../support/github_stage.ts';
import type { Conversation, Reply, Script } from '../../support/model/conversation.ts';
import { startModelServer } from '../../support/model/model_server.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';
import { AGENTS } from '../agents.ts';
import { closingAfterEach } from './played_plan.ts';
import { provided } from './provided.ts';
import { runPlan } from './run_plan.ts';
import { FILES, PLAN, WORK } from './small_library.ts';

const LIMIT_MS = 240_000;
const SIDE_BY_SIDE = ['parse', 'format', 'readme'];

/** What a reviewer finds in each pull request. */
const PULLS = {
  parse: {
    agent: 'Claude Code (',
    title: 'feat: parse ISO dates',
    verify: 'node --test test/parse.test.js',
    told: '### What the agent says\n\n> I implemented `parseDate` in `src/parse.js`;',
  },
  format: {
    agent: 'Codex (',
    title: 'feat: format dates as ISO does',
    verify: 'node --test test/format.test.js',
    told: '> Added `formatDate`, which cuts the day off what `toISOString` writes.',
  },
  readme: {
    agent: 'Goose',
    title: 'docs: document both functions',
    verify: 'node --test',
    told: '> The README names both functions with one line each.',
  },
  changelog: {
    agent: 'Claude Code (',
    title: 'docs: add a changelog entry',
    verify: 'node --test',
    told: '> One entry for both functions.',
  },
};

const closing = closingAfterEach();

/** A model for all agents, which does the task that its prompt names. It says nothing before all three of the first tasks have asked it. */
function modelOfAll(): Script {
  const asked = new Set<string>();
  const met = Promise.withResolvers<void>();
  return async (conversation): Promise<Reply> => {
    const task = taskOf(conversation);
    asked.add(task);
    if (SIDE_BY_SIDE.every((each) => asked.has(each))) met.resolve();
    if (SIDE_BY_SIDE.includes(task)) await met.promise;
    const { command, says } = WORK[task] ?? { command: 'false', says: `What is ${task}?` };
    if (conversation.turn === 0) return { kind: 'answer', text: 'I begin.', calls: [{ kind: 'shell', command }] };
    return { kind: 'answer', text: says };
  };
}

function taskOf({ prompts }: Conversation): string {
  return /\btask `(\w+)`/.exec(prompts.join('\n'))?.[1] ?? 'none';
}

describeWithBubblewrap('a plan of four tasks on GitHub', () => {
  it('is done by Claude Code, Codex and Goose side by side, up to the merge', { timeout: LIMIT_MS }, async () => {
    const model = await startModelServer(modelOfAll());
    closing(model.stop);
    const [claude, codex, goose] = [AGENTS.claude_code, AGENTS.codex, AGENTS.goose].map((agent) =>
      provided(agent, model.url),
    );
    if (claude === undefined || codex === undefined || goose === undefined) throw new Error('An agent is missing.');
    const stage = await githubStage({
      agents: { claude: claude.provider, codex: codex.provider, goose: goose.provider },
      owners: ['acme'],
      runnerEnvironment: { ...claude.environment, ...codex.environment, ...goose.environment },
      sandbox: 'required',
    });
    closing(stage.remove);
    const plan = await runPlan(stage, { plan: PLAN, files: FILES });
    closing(plan.close);
    await plan.reaches('in_review');
    await plan.mergeAll();
    await plan.reaches('succeeded');
    expect(model.mistakes).toEqual([]);

    const events = await plan.view.events();
    const moments = events.filter(({ kind }) => kind === 'attempt_started' || kind === 'attempt_ended');
    expect(moments.slice(0, 3).map(({ kind }) => kind)).toEqual(Array(3).fill('attempt_started'));
    const pulls = stage.github.pulls(plan.repository);
    expect(pulls.map(({ pull }) => [pull.headBranch, pull.mergedAt !== null]).toSorted()).toEqual([
      ['planwright/1/changelog', true],
      ['planwright/1/format', true],
      ['planwright/1/parse', true],
      ['planwright/1/plan', true],
      ['planwright/1/readme', true],
    ]);
    for (const [task, { agent, title, verify, told }] of Object.entries(PULLS)) {
      const found = pulls.find(({ pull }) => pull.headBranch === `planwright/1/${task}`);
      expect(found?.title).toBe(title);
      const body = found?.body ?? '';
      // What the runner checked, what the agent says of it, and where it comes from.
      expect(body).toContain(`| \`${verify}\` | ✓ exit 0 in `);
      expect(body).toContain(told);
      expect(body).toContain(`Task \`${task}\` of #1 · ${agent}`);
      // What would close the issue, or call somebody, does neither.
      expect(body).not.toMatch(/fixes #1|(?<!`)@ada/i);
    }
    const whole = pulls.find(({ pull }) => pull.headBranch === 'planwright/1/plan')?.body ?? '';
    expect(whole).toContain('**4 of 4 tasks done (100 %), verified as a whole.**');
    for (const task of Object.keys(PULLS)) expect(whole).toMatch(new RegExp(`- #\\d \`${task}\` `));
    expect(whole).toContain('- [ ] `parse`: `2026-02-30` is refused');
    expect(await stage.github.file(plan.repository, 'main', 'CHANGELOG.md')).toContain('formatDate');
  });
});
