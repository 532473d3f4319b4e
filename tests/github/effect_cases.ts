import { planMarker } from '../../src/core/report/markers.ts';
import { CONVERSATION_CASES } from './conversation_cases.ts';
import { begun, CHECK, type EffectCase, merged, PULL } from './effect_case.ts';

const CASES = [
  {
    name: 'begin_run',
    writes: 2,
    prepare: async ({ issue }) => ({
      request: { kind: 'begin_run', branchPrefix: `planwright/${issue}`, base: null },
    }),
  },
  {
    name: 'begin_planning',
    writes: 0,
    prepare: async () => ({ request: { kind: 'begin_planning', base: null } }),
  },
  {
    name: 'publish_task, new',
    writes: 2,
    prepare: async (world) => {
      const { branch, commit } = await begun(world);
      return { request: { kind: 'publish_task', task: 'id', branch, commit, pull: PULL } };
    },
  },
  {
    name: 'publish_task, again',
    writes: 2,
    prepare: async (world) => {
      const { branch, commit } = await begun(world);
      await world.send({ kind: 'publish_task', task: 'id', branch, commit, pull: PULL });
      const next = await world.commit({ 'src/parser.ts': 'parse better\n' }, commit);
      const pull = { ...PULL, body: 'Parses them better.' };
      return { request: { kind: 'publish_task', task: 'id', branch, commit: next, pull } };
    },
  },
  {
    name: 'publish_task, without a pull request',
    writes: 1,
    prepare: async (world) => {
      const { branch, commit } = await begun(world);
      return { request: { kind: 'publish_task', task: 'id', branch, commit, pull: null } };
    },
  },
  {
    name: 'check_task',
    writes: 1,
    prepare: async (world) => {
      const { commit } = await begun(world);
      return { request: { kind: 'check_task', task: 'id', commit, check: CHECK } };
    },
  },
  {
    name: 'check_task, with places in what was changed',
    writes: 1,
    prepare: async (world) => {
      const { commit } = await begun(world);
      const place = { path: 'src/parser.ts', line: 1, level: 'failure', message: 'No week.' } as const;
      return { request: { kind: 'check_task', task: 'id', commit, check: { ...CHECK, places: [place] } } };
    },
  },
  {
    name: 'merge_task',
    writes: 1,
    writesAgain: 1,
    prepare: async (world) => {
      const { branch, commit } = await begun(world);
      return {
        request: { kind: 'merge_task', task: 'id', branch, commit, message: 'Merge parser' },
        run: { integrationHead: world.base },
      };
    },
  },
  {
    name: 'delete_branch',
    writes: 1,
    prepare: async (world) => {
      const { branch, commit } = await begun(world);
      await world.send({ kind: 'publish_task', task: 'id', branch, commit, pull: null });
      return { request: { kind: 'delete_branch', branch, commit } };
    },
  },
  {
    name: 'restore_integration',
    writes: 1,
    prepare: async (world) => {
      const { head, prefix } = await merged(world);
      await world.github.deleteBranch({ repo: world.repo, branch: `${prefix}/plan`, by: 'alice' });
      return { request: { kind: 'restore_integration', commit: head, pulls: [] } };
    },
  },
  {
    name: 'retarget_pull',
    writes: 1,
    prepare: async (world) => {
      const { branch, commit, prefix } = await begun(world);
      const { answer } = await world.send({ kind: 'publish_task', task: 'id', branch, commit, pull: PULL });
      const number = answer.kind === 'published' ? (answer.pull ?? 0) : 0;
      await world.github.retargetPull({ repo: world.repo, number, by: 'alice', base: 'main' });
      return { request: { kind: 'retarget_pull', pull: number, base: `${prefix}/plan` } };
    },
  },
  {
    name: 'show_run',
    writes: 4,
    prepare: async ({ github, repo, issue }) => {
      await github.labelIssue({ repo, number: issue, by: 'alice', label: 'planwright:failed' });
      return {
        request: {
          kind: 'show_run',
          comment: 'Running.',
          marks: {
            labels: ['planwright:running'],
            done: [{ id: 'parser', named: true, title: 'Parse dates' }],
          },
        },
      };
    },
  },
  {
    name: 'show_run, taking over what was said of the plan',
    writes: 1,
    prepare: async (world) => {
      await world.send({ kind: 'show_plan', issue: world.issue, text: `Mend it. ${planMarker(99)} is quoted.` });
      return { request: { kind: 'show_run', comment: 'Running.', marks: { labels: [], done: [] } } };
    },
  },
  {
    name: 'offer_run, a draft',
    writes: 2,
    prepare: async (world) => {
      const { head } = await merged(world);
      const check = { ...CHECK, name: 'planwright', conclusion: 'neutral' as const };
      return {
        request: { kind: 'offer_run', opens: true, pull: PULL, ready: false, reviewers: ['bob'], check, report: null },
        run: { integrationHead: head },
      };
    },
  },
  {
    name: 'offer_run, ready',
    writes: 4,
    prepare: async (world) => {
      world.github.addCollaborator(world.repo, 'bob', 'write');
      const { head } = await merged(world);
      const offer = {
        kind: 'offer_run',
        opens: true,
        pull: PULL,
        reviewers: ['bob'],
        check: null,
        report: null,
      } as const;
      await world.send({ ...offer, ready: false }, { integrationHead: head });
      const pull = { ...PULL, body: 'All is in.' };
      return {
        request: { ...offer, pull, ready: true, check: { ...CHECK, name: 'planwright' } },
        run: { integrationHead: head },
      };
    },
  },
  {
    name: 'offer_run, with the report',
    writes: 3,
    prepare: async (world) => {
      const { head } = await merged(world);
      const check = { ...CHECK, name: 'planwright' };
      const report = { path: 'docs/report.md', text: 'All is in.\n', message: 'docs: report\n', pull: PULL, check };
      return {
        request: { kind: 'offer_run', opens: true, pull: PULL, ready: true, reviewers: [], check, report },
        run: { integrationHead: head },
      };
    },
  },
  {
    name: 'close_run',
    writes: 2,
    prepare: async () => ({ request: { kind: 'close_run', report: 'All 2 tasks are in.', issues: [], closes: true } }),
  },
  {
    name: 'show_diff',
    writes: 1,
    prepare: async () => ({ request: { kind: 'show_diff', comment: '1 task added.', proposal: null } }),
  },
  {
    name: 'show_diff, of an edit that waits for approval',
    writes: 1,
    prepare: async () => ({ request: { kind: 'show_diff', comment: '1 task added.', proposal: 'p1' } }),
  },
  {
    name: 'show_plan',
    writes: 1,
    prepare: async ({ issue }) => ({ request: { kind: 'show_plan', issue, text: 'This plan did not start.' } }),
  },
  {
    name: 'show_proposal',
    writes: 1,
    prepare: async ({ issue }) => ({
      request: { kind: 'show_proposal', issue, text: 'This plan waits for approval.' },
    }),
  },
  {
    name: 'reply',
    writes: 1,
    prepare: async ({ github, repo, issue }) => {
      const { id } = await github.commentOn({ repo, number: issue, author: 'alice', body: '/planwright statsu' });
      return { request: { kind: 'reply', issue, to: id, text: 'Did you mean `status`?' } };
    },
  },
  {
    name: 'react',
    writes: 1,
    writesAgain: 1,
    prepare: async ({ github, repo, issue }) => {
      const { id } = await github.commentOn({ repo, number: issue, author: 'alice', body: '/planwright status' });
      return { request: { kind: 'react', comment: id, content: '+1' } };
    },
  },
  ...CONVERSATION_CASES,
] as const satisfies readonly EffectCase[];

/** What the cases are called, so that what is said of each of them can be whole. */
export type EffectName = (typeof CASES)[number]['name'];

export const EFFECT_CASES: readonly EffectCase<EffectName>[] = CASES;
