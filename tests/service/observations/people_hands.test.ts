import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/core/changes.ts';
import type { GitHubPlace, RunRecord, TaskRecord } from '../../../src/core/records.ts';
import { pauseRun } from '../../../src/service/commands/pause_run.ts';
import { resumeRun } from '../../../src/service/commands/resume_run.ts';
import { retryRun } from '../../../src/service/commands/retry_run.ts';
import { skipTask } from '../../../src/service/commands/skip_task.ts';
import type { ServiceDependencies } from '../../../src/service/dependencies.ts';
import { noteBranchPushed } from '../../../src/service/observations/note_branch_pushed.ts';
import { noteIntegrationPushed } from '../../../src/service/observations/note_integration_pushed.ts';
import { noteFinalPullClosed, notePullClosed } from '../../../src/service/observations/note_pull_closed.ts';
import { noteFinalPullRetargeted, notePullRetargeted } from '../../../src/service/observations/note_pull_retargeted.ts';
import type { PullStanding } from '../../../src/service/ports/repository_reader.ts';
import { createSignals } from '../../../src/service/signals.ts';
import { BASE, COMMIT, MERGE, NOW, repository, runRecord, taskRecord } from '../../core/records.ts';
import { type CommitHooks, memoryStore } from '../../support/memory_store.ts';

const PUSHED = 'e'.repeat(40);
const github: GitHubPlace = { id: 7, installation: 1 };
const also: readonly Change[] = [{ kind: 'note_issue', repository: repository.id, issue: 40, updatedAt: NOW }];

/** A run of an issue with one task in review; `contains` are the pairs of head and ancestor that hold on GitHub. */
function given(
  run: Partial<RunRecord> = {},
  task: Partial<TaskRecord> = {},
  contains: readonly (readonly [string, string])[] = [],
  hooks: CommitHooks = {},
  pull: PullStanding | null = null,
) {
  const store = memoryStore(() => NOW, hooks);
  const { tables } = store;
  tables.repositories.set(repository.id, { ...repository, github });
  tables.runs.set('run', runRecord({ issue: 40, finalPull: 50, integrationHead: MERGE, ...run }));
  tables.tasks.set('task-parser', taskRecord({ state: 'in_review', commit: COMMIT, pull: 41, ...task }));
  let ids = 0;
  const deps = {
    store,
    signals: createSignals(),
    clock: { now: () => NOW },
    newId: () => `new-${++ids}`,
    sleep: async () => {},
    random: () => 0.5,
    github: {
      repositories: {
        pull: async () => pull,
        contains: async (_: unknown, head: string, ancestor: string) =>
          contains.some((pair) => pair[0] === head && pair[1] === ancestor),
      },
    },
  } as unknown as ServiceDependencies;
  return {
    deps,
    tables,
    run: () => tables.runs.get('run'),
    task: () => tables.tasks.get('task-parser'),
    noted: () => tables.issuesSeen.size === 1,
  };
}

const by = { by: 'ada' } as const;
const plan = 'planwright/release/plan';

describe('what people do lands together with the note that it was seen', () => {
  const hands: readonly [string, (deps: ServiceDependencies) => Promise<unknown>, unknown][] = [
    ['pausing', (deps) => pauseRun(deps, 'run', { ...by, because: 'issue_closed' }, also), { state: 'paused' }],
    [
      'taking the App away',
      (deps) => pauseRun(deps, 'run', { ...by, because: 'app_removed' }, also),
      { reason: { code: 'app_removed' } },
    ],
    [
      'deleting the integration branch',
      (deps) => noteIntegrationPushed(deps, 'run', { ...by, after: null }, also),
      { state: 'paused', reason: { code: 'integration_deleted' } },
    ],
    [
      'pointing the final pull request elsewhere',
      (deps) => noteFinalPullRetargeted(deps, 'run', { ...by, base: 'develop' }, also),
      { base: 'develop' },
    ],
    [
      'merging the final pull request too early',
      (deps) => noteFinalPullClosed(deps, { run: 'run', pull: 60 }, { ...by, merge: { commit: BASE } }, also),
      { state: 'running', finalPull: null },
    ],
  ];
  test.each(hands)('%s', async (_, act, run) => {
    const world = given();
    await act(world.deps);
    expect(world.run()).toMatchObject(run as object);
    expect(world.noted()).toBe(true);
  });

  const onTask: readonly [string, (deps: ServiceDependencies) => Promise<unknown>, unknown][] = [
    [
      'pushing to its branch',
      (deps) => noteBranchPushed(deps, 'task-parser', { ...by, commit: PUSHED }, also),
      { state: 'ready', pushed: PUSHED },
    ],
    [
      'merging its pull request',
      (deps) => notePullClosed(deps, 'task-parser', { ...by, merge: { commit: BASE } }, also),
      { state: 'succeeded', mergeCommit: BASE },
    ],
    [
      'closing its pull request',
      (deps) => notePullClosed(deps, 'task-parser', { ...by, merge: null }, also),
      { state: 'failed' },
    ],
    [
      'pointing its pull request elsewhere',
      (deps) => notePullRetargeted(deps, 'task-parser', { ...by, base: 'main' }, also),
      { state: 'in_review' },
    ],
  ];
  test.each(onTask)('%s', async (_, act, task) => {
    const world = given();
    await act(world.deps);
    expect(world.task()).toMatchObject(task as object);
    expect(world.noted()).toBe(true);
  });

  test('and moves the known integration head to what they merged, unless that head holds it already', async () => {
    const merge = (world: ReturnType<typeof given>) =>
      notePullClosed(world.deps, 'task-parser', { ...by, merge: { commit: BASE } }, also);
    const news = given();
    await merge(news);
    expect(news.run()).toMatchObject({ integrationHead: BASE });
    const late = given({}, {}, [[MERGE, BASE]]);
    await merge(late);
    expect(late.run()).toMatchObject({ integrationHead: MERGE });
    expect(late.task()).toMatchObject({ state: 'succeeded', mergeCommit: BASE });
  });

  test.each<[string, (deps: ServiceDependencies) => Promise<unknown>]>([
    ['a push', (deps) => noteIntegrationPushed(deps, 'run', { ...by, after: PUSHED }, also)],
    ['a merge', (deps) => notePullClosed(deps, 'task-parser', { ...by, merge: { commit: PUSHED } }, also)],
  ])('and is looked at anew where a merge of our own comes while the history is asked for: %s', async (_, act) => {
    const newer = 'f'.repeat(40);
    const asked: string[] = [];
    const world = given();
    const repositories = {
      pull: async () => null,
      contains: async (_repository: unknown, head: string, ancestor: string) => {
        asked.push(`${head} ${ancestor}`);
        world.tables.runs.set('run', { ...(world.run() ?? runRecord()), integrationHead: newer });
        // What was merged meanwhile stands on what they pushed.
        return head !== MERGE;
      },
    };
    await act({ ...world.deps, github: { repositories } } as unknown as ServiceDependencies);
    expect(world.run()).toMatchObject({ state: 'running', integrationHead: newer });
    expect(asked).toContain(`${newer} ${PUSHED}`);
    expect(world.noted()).toBe(true);
  });

  test('and is looked at anew where a merge of our own comes between that look and the commit', async () => {
    const newer = 'f'.repeat(40);
    let turns = 0;
    const beforeCommit = (command: string) => {
      turns += command === 'pull_closed' ? 1 : 0;
      if (turns === 1) world.tables.runs.set('run', { ...(world.run() ?? runRecord()), integrationHead: newer });
    };
    const world = given({}, {}, [[newer, PUSHED]], { beforeCommit });
    await notePullClosed(world.deps, 'task-parser', { ...by, merge: { commit: PUSHED } }, also);
    expect(world.run()).toMatchObject({ integrationHead: newer });
    expect(world.task()).toMatchObject({ state: 'succeeded', mergeCommit: PUSHED });
    expect(world.noted()).toBe(true);
  });

  test('and is seen also where there is nothing left to do it to', async () => {
    const world = given();
    await notePullClosed(world.deps, 'gone', { ...by, merge: { commit: BASE } }, also);
    expect(world.noted()).toBe(true);
  });
});

describe('merging the final pull request in review', () => {
  const merge = async (headCommit: string, contains: readonly (readonly [string, string])[] = []) => {
    const pull: PullStanding = { state: 'merged', headCommit, base: 'main', goneBranch: null };
    const world = given({ state: 'in_review', openTasks: 0 }, { state: 'succeeded' }, contains, {}, pull);
    await noteFinalPullClosed(world.deps, { run: 'run', pull: 50 }, { ...by, merge: { commit: BASE } }, also);
    expect(world.noted()).toBe(true);
    return world.run();
  };

  test.each([
    ['as it is known', MERGE, []],
    ['with what somebody pushed on top, which is told later', PUSHED, [[PUSHED, MERGE]]],
  ] as const)('%s ends the run', async (_, head, contains) => {
    expect(await merge(head, contains)).toMatchObject({ state: 'succeeded' });
  });

  test('at a commit that the last work is not in leaves the run in review, to be offered again', async () => {
    expect(await merge(PUSHED, [[MERGE, PUSHED]])).toMatchObject({ state: 'in_review', finalPull: null });
  });
});

describe('work of ours that comes in while the final pull request is merged is not lost:', () => {
  const newer = 'f'.repeat(40);
  const pull: PullStanding = { state: 'merged', headCommit: PUSHED, base: 'main', goneBranch: null };
  const inReview = (hooks: CommitHooks = {}) =>
    given({ state: 'in_review', openTasks: 0 }, { state: 'succeeded' }, [[PUSHED, MERGE]], hooks, pull);
  const comesIn = ({ tables, run }: ReturnType<typeof given>) =>
    tables.runs.set('run', { ...(run() ?? runRecord()), integrationHead: newer });
  const merge = (deps: ServiceDependencies) =>
    noteFinalPullClosed(deps, { run: 'run', pull: 50 }, { ...by, merge: { commit: BASE } }, also);
  const expectOfferedAgain = (world: ReturnType<typeof given>) => {
    expect(world.run()).toMatchObject({ state: 'in_review', finalPull: null, integrationHead: newer });
    expect(world.noted()).toBe(true);
  };

  test('it is looked at anew where it comes while the history is asked for', async () => {
    const world = inReview();
    const repositories = {
      pull: async () => pull,
      contains: async (_: unknown, _head: string, ancestor: string) => {
        comesIn(world);
        return ancestor === MERGE;
      },
    };
    await merge({ ...world.deps, github: { repositories } } as unknown as ServiceDependencies);
    expectOfferedAgain(world);
  });

  test('it is looked at anew where it comes between that look and the commit', async () => {
    let turns = 0;
    const world = inReview({
      beforeCommit: (command) => {
        turns += command === 'final_pull_closed' ? 1 : 0;
        if (turns === 1) comesIn(world);
      },
    });
    await merge(world.deps);
    expectOfferedAgain(world);
  });
});

describe('news of the integration branch are held against how it stands now', () => {
  const push = async (contains: readonly (readonly [string, string])[]) => {
    const world = given({}, {}, contains);
    await noteIntegrationPushed(world.deps, 'run', { ...by, after: PUSHED }, also);
    return world.run();
  };

  test('what was pushed on top is taken in', async () => {
    expect(await push([[plan, MERGE]])).toMatchObject({ state: 'running', integrationHead: PUSHED });
  });

  test('what our own merges already stand on changes nothing', async () => {
    const contains = [
      [plan, MERGE],
      [MERGE, PUSHED],
    ] as const;
    expect(await push(contains)).toMatchObject({ state: 'running', integrationHead: MERGE });
  });

  test('a branch without the merged work pauses the run, however old the commit is that it was set to', async () => {
    expect(await push([[MERGE, PUSHED]])).toMatchObject({
      state: 'paused',
      reason: { code: 'integration_rewritten' },
    });
  });
});

describe('resuming', () => {
  const rewritten = { state: 'paused', reason: { code: 'integration_rewritten', message: '' } } as const;

  test('asks whether the integration branch is whole again where it was rewritten', async () => {
    const broken = given(rewritten);
    await expect(resumeRun(broken.deps, 'run', by, also)).rejects.toMatchObject({ code: 'not_allowed_in_state' });
    expect(broken.noted()).toBe(false);
    const whole = given(rewritten, {}, [[plan, MERGE]]);
    await resumeRun(whole.deps, 'run', by, also);
    expect(whole.run()).toMatchObject({ state: 'running', reason: null });
    expect(whole.noted()).toBe(true);
  });

  test('asks nothing otherwise', async () => {
    const world = given({ state: 'paused', reason: { code: 'issue_closed', message: '' } });
    await resumeRun(world.deps, 'run', by, also);
    expect(world.run()?.state).toBe('running');
  });
});

describe('retrying a run', () => {
  test('does what failed again, once with the note', async () => {
    const world = given({ state: 'failed', openTasks: 0 }, { state: 'failed' });
    await retryRun(world.deps, 'run', by, also);
    expect(world.task()?.state).toBe('ready');
    expect(world.run()).toMatchObject({ state: 'running', openTasks: 1 });
    expect(world.noted()).toBe(true);
  });

  test('lets one conclude anew in which nothing failed', async () => {
    const reason = { code: 'final_pull_request_closed', message: '' } as const;
    const world = given({ state: 'failed', openTasks: 0, reason }, { state: 'succeeded' });
    await retryRun(world.deps, 'run', by, also);
    expect(world.run()).toMatchObject({ state: 'running', reason: null });
    expect(world.noted()).toBe(true);
  });

  test('is refused where nothing failed', async () => {
    await expect(retryRun(given().deps, 'run', by)).rejects.toMatchObject({ code: 'not_allowed_in_state' });
  });
});

test('a task that is skipped is counted off', async () => {
  const world = given({}, { state: 'ready' });
  await skipTask(world.deps, 'task-parser', by, also);
  expect(world.task()).toMatchObject({ state: 'skipped', reason: { code: 'skipped_by_person' } });
  expect(world.run()?.openTasks).toBe(0);
  expect(world.noted()).toBe(true);
});
