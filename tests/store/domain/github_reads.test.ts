import { expect, it } from 'vitest';
import { failed } from '../../core/records.ts';
import { describeEachStore } from './each_store.ts';
import { aGraph, anAttempt, aRepository, newCommit, START } from './records.ts';

const GITHUB = { id: 4_611_686_018, installation: 77 };

describeEachStore('what GitHub tells of', (open) => {
  it('is a repository by its id there, whatever it is called today', async () => {
    const store = await open();
    const here = aRepository();
    const there = aRepository({ github: GITHUB });
    const save = (repository: typeof there) => store.change({ kind: 'save_repository', repository, at: START });
    await save(here);
    await save(there);
    const renamed = { ...there, name: 'acme/renamed', cloneUrl: 'https://git.test/renamed.git' };
    await save(renamed);
    expect(await store.read.repositoryByGitHubId(GITHUB.id)).toEqual(renamed);
    expect(await store.read.repositoryByGitHubId(GITHUB.id + 1)).toBeNull();
    expect(await store.read.repositoryById(here.id)).toEqual(here);
    expect(await store.read.repositoryById('x')).toBeNull();
    expect(await store.read.repositoryByCloneUrl(there.cloneUrl)).toBeNull();
    expect(await store.read.repositoriesOfInstallation(77)).toEqual([renamed]);
    const moved = { ...renamed, github: { ...GITHUB, installation: 78 } };
    await save(moved);
    expect(await store.read.repositoriesOfInstallation(77)).toEqual([]);
    expect(await store.read.repositoriesOfInstallation(78)).toEqual([moved]);
  });

  it('is one repository to everybody who meets it for the first time', async () => {
    const store = await open();
    const repository = aRepository({ github: GITHUB });
    await store.change({ kind: 'save_repository', repository, at: START });
    for (const double of [aRepository({ github: GITHUB }), aRepository({ cloneUrl: repository.cloneUrl })]) {
      await expect(store.change({ kind: 'save_repository', repository: double, at: START })).rejects.toMatchObject({
        guard: 'repository_known_once',
      });
    }
  });

  it('is a run by the prefix of its branches; one that has not begun does not own them', async () => {
    const store = await open();
    const repository = aRepository();
    const prefix = 'planwright/dates.2';
    const first = aGraph(
      { a: {} },
      { repository, run: { name: 'dates', sequence: 2, branchPrefix: prefix, issue: 5, finalPull: 9 } },
    );
    const pending = aGraph(
      { a: {} },
      {
        repository,
        run: { name: 'dates.2', state: 'pending', branchPrefix: prefix, baseCommit: null, createdAt: START + 1 },
      },
    );
    await store.change(...first.changes, ...pending.changes);
    expect(await store.read.runByBranchPrefix(repository.id, prefix)).toEqual(first.run);
    expect(await store.read.runByBranchPrefix(repository.id, 'planwright/dates')).toBeNull();
    expect(await store.read.runByBranchPrefix('x', prefix)).toBeNull();
  });

  it('is a run by its number, whatever its branches are called', async () => {
    const store = await open();
    const repository = aRepository();
    const first = aGraph(
      { a: {} },
      { repository, run: { name: '5', state: 'failed', branchPrefix: 'planwright/5.2' } },
    );
    const second = aGraph({ a: {} }, { repository, run: { name: '5', sequence: 2, branchPrefix: 'planwright/5.3' } });
    await store.change(...first.changes, ...second.changes);
    expect(await store.read.runBySequence(repository.id, '5', 1)).toEqual(first.run);
    expect(await store.read.runBySequence(repository.id, '5', 2)).toEqual(second.run);
    expect(await store.read.runBySequence(repository.id, '5', 3)).toBeNull();
    expect(await store.read.runBySequence(repository.id, '6', 1)).toBeNull();
    expect(await store.read.runBySequence('x', '5', 1)).toBeNull();
  });

  it('is the task or the run whose work stands at a commit', async () => {
    const store = await open();
    const [commit, head] = [newCommit(), newCommit()];
    const tasks = { a: { over: { commit } }, b: {} };
    const { run, tasks: made, repository, changes } = aGraph(tasks, { run: { integrationHead: head } });
    const other = aGraph(tasks, { run: { integrationHead: head } });
    await store.change(...changes, ...other.changes);
    expect(await store.read.subjectOfCommit(repository.id, 'a', commit)).toEqual({ run, task: made.a });
    expect(await store.read.subjectOfCommit(repository.id, null, head)).toEqual({ run, task: null });
    expect(await store.read.subjectOfCommit(repository.id, 'b', commit)).toBeNull();
    expect(await store.read.subjectOfCommit(repository.id, null, commit)).toBeNull();
    expect(await store.read.subjectOfCommit('x', 'a', commit)).toBeNull();
  });

  it('is the task of failed work and of what people pushed as well', async () => {
    const store = await open();
    const [left, pushed] = [newCommit(), newCommit()];
    const { run, tasks, repository, changes } = aGraph({
      a: { over: { state: 'failed', attempts: 1 } },
      b: { over: { state: 'ready', pushed } },
    });
    const attempt = anAttempt(tasks.a, { state: 'failed', outcome: failed({ commit: left }) });
    await store.change(...changes, { kind: 'insert_attempt', attempt });
    expect(await store.read.subjectOfCommit(repository.id, 'a', left)).toEqual({ run, task: tasks.a });
    expect(await store.read.subjectOfCommit(repository.id, 'b', pushed)).toEqual({ run, task: tasks.b });
    expect(await store.read.subjectOfCommit(repository.id, 'b', left)).toBeNull();
  });

  it('is the task or the run of a pull request, in this repository alone', async () => {
    const store = await open();
    const { run, tasks, repository, changes } = aGraph({ a: { over: { pull: 12, pushed: newCommit() } }, b: {} });
    const other = aGraph({ a: { over: { pull: 12 } } }, { run: { finalPull: 15 } });
    await store.change(...changes, ...other.changes);
    expect(await store.read.subjectOfPull(repository.id, 12)).toEqual({ run, task: tasks.a });
    expect(await store.read.subjectOfPull(repository.id, 15)).toBeNull();
    await store.change(
      { kind: 'set_task', task: tasks.b.id, in: 'ready', atAttempt: 0, set: { pull: 13, pushed: null } },
      { kind: 'set_task', task: tasks.a.id, in: 'ready', atAttempt: 0, set: { pushed: null } },
      { kind: 'set_run', run: run.id, in: 'running', set: { finalPull: 15 } },
    );
    const offered = { ...run, finalPull: 15 };
    expect(await store.read.subjectOfPull(repository.id, 15)).toEqual({ run: offered, task: null });
    expect(await store.read.subjectOfPull(repository.id, 13)).toEqual({ run: offered, task: { ...tasks.b, pull: 13 } });
    expect((await store.read.subjectOfPull(repository.id, 12))?.task?.pushed).toBeNull();
    expect((await store.read.subjectOfPull(other.repository.id, 15))?.run.id).toBe(other.run.id);
  });

  it('is which runs of a repository have not ended, and what they were started with', async () => {
    const store = await open();
    const repository = aRepository();
    const graphs = (['paused', 'succeeded', 'pending', 'in_review', 'canceled'] as const).map((state, index) =>
      aGraph({ a: {} }, { repository, run: { name: state, state, createdAt: START + index } }),
    );
    await store.change(...graphs.flatMap(({ changes }) => changes), ...aGraph({ a: {} }).changes);
    const unfinished = await store.read.unfinishedRuns(repository.id);
    expect(unfinished.map(({ name }) => name)).toEqual(['paused', 'pending', 'in_review']);
    const [{ run } = { run: { id: '' } }] = graphs;
    expect((await store.read.planOf(run.id))?.context).toBe('What every agent is told.');
    expect(await store.read.planOf('x')).toBeNull();
  });

  it('is acted upon unless newer news of the issue were; equally new ones are no older', async () => {
    const store = await open();
    const note = (updatedAt: number, issue = 5) =>
      store.change({ kind: 'note_issue', repository: 'r', issue, updatedAt });
    expect(await store.read.issueSeenAt('r', 5)).toBeNull();
    await note(START);
    await note(START);
    await expect(note(START - 1)).rejects.toMatchObject({ guard: 'issue_news' });
    await note(START - 1, 6);
    await note(START + 1);
    expect(await store.read.issueSeenAt('r', 5)).toBe(START + 1);
    expect(await store.read.issueSeenAt('other', 5)).toBeNull();
  });
});

describeEachStore('what was shown', (open) => {
  it('is what was written last to each place of a subject', async () => {
    const store = await open();
    const status = { subject: 'run', what: 'status', number: null, digest: 'a' } as const;
    const labels = { subject: 'run', what: 'labels', number: null, digest: 'b' } as const;
    await store.change(
      { kind: 'remember_shown', shown: status },
      { kind: 'remember_shown', shown: labels },
      { kind: 'remember_shown', shown: { ...status, subject: 'issue:r:5' } },
    );
    await store.change({ kind: 'remember_shown', shown: { ...status, number: 99, digest: 'c' } });
    const shown = await store.read.shown('run');
    expect(shown.toSorted((left, right) => left.what.localeCompare(right.what))).toEqual([
      labels,
      { ...status, number: 99, digest: 'c' },
    ]);
    expect(await store.read.shown('x')).toEqual([]);
  });
});
