import { begun, CHECK, type EffectCase, PULL } from './effect_case.ts';
import type { ForgeWorld } from './forge_world.ts';

const ASKS = { ...CHECK, conclusion: 'action_required', title: 'Asks Q3' } as const;
const QUESTION = { kind: 'show_question', n: 3, mayPost: true } as const;

/** A task's pull request with a comment on a line, which began a thread. */
export async function reviewed(world: ForgeWorld) {
  const { branch, commit } = await begun(world);
  const { answer } = await world.send({ kind: 'publish_task', task: 'id', branch, commit, pull: PULL });
  const pull = answer.kind === 'published' ? (answer.pull ?? 0) : 0;
  const comments = [{ path: 'src/parser.ts', line: 1, body: 'What of weeks?' }];
  const on = { repo: world.repo, number: pull, by: 'alice' };
  await world.github.reviewPull({ ...on, state: 'changes_requested', comments });
  const thread = world.repo.issues.get(pull)?.pull?.reviewComments[0]?.id ?? 0;
  return { kind: 'answer_thread', pull, thread, of: 'parser', attempt: 2, text: 'Weeks are read now.' } as const;
}

/** A check of another app that failed on a task's commit, to be run again. */
export async function failedCheck(world: ForgeWorld, app: string, reruns = true) {
  const { commit } = await begun(world);
  const { repo } = world;
  const { id } = await world.github.reportCheck({
    repo,
    name: 'unit',
    sha: commit,
    conclusion: 'failure',
    app,
    reruns,
  });
  return { kind: 'rerun_check', task: 'id', name: 'unit', app, checkRun: id, commit } as const;
}

/** What is said to people and asked of them: questions, answers in threads, checks that are to run again. */
export const CONVERSATION_CASES = [
  {
    name: 'show_question',
    writes: 1,
    prepare: async () => ({ request: { ...QUESTION, text: '**Q3** Keep it?', standing: 'schema:open::' } }),
  },
  {
    name: 'show_question, answered',
    writes: 1,
    prepare: async (world) => {
      const { shown } = await world.send({ ...QUESTION, text: '**Q3** Keep it?', standing: 'schema:open::' });
      const standing = 'schema:answered::7';
      return { request: { ...QUESTION, mayPost: false, text: '**Q3** Keep it? Yes.', standing }, shown };
    },
  },
  {
    name: 'show_question_check',
    writes: 1,
    prepare: async (world) => {
      const { commit } = await begun(world);
      const shows = { task: 'parser', commit, settles: false, standing: `${commit} 3` };
      return { request: { kind: 'show_question_check', check: ASKS, ...shows } };
    },
  },
  {
    name: 'show_question_check, settled',
    writes: 1,
    prepare: async (world) => {
      const { commit } = await begun(world);
      const shows = { kind: 'show_question_check', task: 'parser', commit } as const;
      await world.send({ ...shows, check: ASKS, settles: false, standing: `${commit} 3` });
      const check = { ...CHECK, conclusion: 'neutral', title: 'Q3 is answered', actions: [] } as const;
      return { request: { ...shows, check, settles: true, standing: 'over' } };
    },
  },
  {
    name: 'remind',
    writes: 1,
    prepare: async () => ({ request: { kind: 'remind', n: 3, text: 'Q3 still waits.' } }),
  },
  {
    name: 'answer_thread',
    writes: 1,
    prepare: async (world) => ({ request: await reviewed(world) }),
  },
  {
    name: 'rerun_check, of a job',
    writes: 1,
    prepare: async (world) => ({ request: await failedCheck(world, 'github-actions') }),
  },
  {
    name: 'rerun_check, of another app',
    writes: 1,
    prepare: async (world) => ({ request: await failedCheck(world, 'ci') }),
  },
] as const satisfies readonly EffectCase[];
