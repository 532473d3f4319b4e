import { afterEach, expect, it } from 'vitest';
import { githubStage } from '../support/github_stage.ts';
import { act } from './act.ts';
import { castOf } from './cast.ts';
import { expectNothingDoubled, expectNothingLost } from './invariants.ts';
import { kindOf, outcomeOf } from './outcome.ts';
import { prepare } from './performance.ts';
import { holdUntil } from './play.ts';
import type { Scenario } from './scenario.ts';
import { openToLook } from './stage_view.ts';

const TASKS = 100;
/** What is written once, and never twice: of a task its ref, pull request, check, merge and the deletion of its branch. */
const WRITTEN_ONCE: Readonly<Record<string, number>> = {
  'git/create-ref': TASKS + 2,
  'pulls/create': TASKS + 1,
  'checks/create': TASKS + 1,
  'repos/merge': TASKS,
  'graphql/updateRefs': TASKS,
  'graphql/markPullRequestReadyForReview': 1,
  'issues/create-comment': 2,
  'issues/add-labels': 1,
  'issues/remove-label': 1,
};
/**
 * What brings the status, the ticks and the final pull request up to date: however fast tasks end, once in each while of this length,
 * and a few times at once, such as at the start and the end. The slower it all is, the more often.
 */
const UPDATES = ['issues/update-comment', 'issues/update', 'pulls/update'];
const SHOWN_WITHIN_MS = 3_000;
const SHOWN_AT_ONCE = 10;
const LIMIT_MS = 600_000;
const SLOTS = 4;

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Tasks that take no time and do not depend on each other, so that nothing spaces out what they make GitHub show. */
function widePlan(): Scenario {
  const tasks = Array.from(
    { length: TASKS },
    (_, n) => `- [ ] task-${n}: Write file ${n}\n  - run: touch file-${n}.txt`,
  );
  return {
    name: 'wide',
    folder: '',
    plan: `## Tasks\n${tasks.join('\n')}\n`,
    script: {},
    repository: {
      owner: 'acme',
      transport: 'text',
      allowed: true,
      files: {},
      collaborators: { ada: 'admin' },
      drafts: true,
      allow: { merge: true, squash: true, rebase: true },
    },
    people: [],
    expected: {
      tasks: {},
      comments: [],
      'pull-comments': {},
      threads: {},
      reactions: [],
      pulls: [],
      checks: {},
      issue: { state: 'closed', labels: [], ticked: [] },
      branches: [],
      issues: {},
      prompts: {},
      files: {},
      order: [],
      never: [],
      writes: 0,
      dead: [],
      settles: true,
    },
  };
}

it(`a plan of ${TASKS} tasks costs five writes a task, two comments, and few that show the whole`, {
  timeout: LIMIT_MS,
}, async () => {
  const scenario = widePlan();
  const cast = await castOf([scenario]);
  closing.push(cast.remove);
  const stage = await githubStage({ agents: cast.agents, owners: ['acme'], slots: SLOTS });
  closing.push(stage.remove);
  const { address, client } = await stage.serve();
  stage.github.installApp('acme');
  stage.github.sendWebhooksTo(`${address}/api/github/webhooks`);
  stage.startRunner(address);
  const database = openToLook(stage);
  closing.push(async () => database.close());
  const performance = await prepare(scenario, { stage, client, database, meetingPoint: cast.meetingPoint(scenario) });

  const openedAt = Date.now();
  await act({ open: { by: 'ada', title: 'Many files', labels: ['plan'], long: false } }, performance);
  await holdUntil({ run: 'in_review', settled: true }, performance, 'the merge', LIMIT_MS);
  await act({ merge: { by: 'ada', pull: '1/plan', method: 'merge' } }, performance);
  await holdUntil({ run: 'succeeded', settled: true }, performance, 'the end', LIMIT_MS);

  const updatesAtMost = SHOWN_AT_ONCE + 2 * Math.ceil((Date.now() - openedAt) / SHOWN_WITHIN_MS);
  const outcome = await outcomeOf(performance);
  expectNothingDoubled(performance, outcome);
  expectNothingLost(performance, outcome);
  expect(outcome.record?.tasks.filter(({ state }) => state === 'succeeded')).toHaveLength(TASKS);
  expect(outcome.pulls).toHaveLength(TASKS + 1);
  expect(outcome.branches).toEqual(['1/plan']);
  const perOperation = Object.entries(
    Object.groupBy(stage.github.writes(), ({ operationId }) => operationId ?? 'unknown'),
  ).map(([operation, writes]) => [operation, writes?.length ?? 0] as const);
  const others = perOperation.filter(([operation]) => !UPDATES.includes(operation));
  expect(Object.fromEntries(others)).toEqual(WRITTEN_ONCE);
  const onceInAll = Object.values(WRITTEN_ONCE).reduce((sum, count) => sum + count, 0);
  expect(outcome.writes.length, JSON.stringify(perOperation)).toBe(stage.github.writes().length);
  expect(outcome.writes.length - onceInAll, JSON.stringify(perOperation)).toBeLessThanOrEqual(updatesAtMost);
  expect(outcome.ours.map(kindOf)).toEqual(['status', 'report']);
  expect(stage.github.violations).toEqual([]);
});
