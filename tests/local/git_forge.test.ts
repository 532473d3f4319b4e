import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EffectAnswer } from '../../src/core/effects/effect.ts';
import { gitForge } from '../../src/local/git_forge.ts';
import type { EffectTarget, ForgeRequest } from '../../src/service/ports/forge.ts';
import { fingerprint, type ScratchRepository, scratchRepository } from './scratch_repository.ts';

const RUN = '01900000-0000-7000-8000-000000000001';
const OTHER_RUN = '01900000-0000-7000-8000-000000000002';

let repository: ScratchRepository;
beforeEach(() => {
  repository = scratchRepository();
});
afterEach(() => repository.remove());

function target(run = RUN, cloneUrl = repository.folder): EffectTarget {
  return {
    run: {
      id: run,
      branchPrefix: 'planwright/dates',
      issue: null,
      base: null,
      baseCommit: null,
      integrationHead: null,
      finalPull: null,
    },
    repository: { id: RUN, name: 'dates', cloneUrl, github: null },
    shown: [],
  };
}
const send = async (request: ForgeRequest, to: EffectTarget) => (await gitForge.send(request, to)).answer;
const begin = (base: string | null = null, run = RUN) =>
  send({ kind: 'begin_run', branchPrefix: 'planwright/dates', base }, target(run));
const publish = (task: string, commit: string) =>
  send({ kind: 'publish_task', task, branch: `planwright/dates/${task}`, commit, pull: null }, target());
const merge = (task: string, commit: string) =>
  send(
    { kind: 'merge_task', task, branch: `planwright/dates/${task}`, commit, message: `Merge ${task}\n\nBody\n` },
    target(),
  );
const head = () => repository.git('rev-parse', 'planwright/dates/plan');

async function merged(answer: Promise<EffectAnswer>) {
  const value = await answer;
  if (value.kind !== 'merged') throw new Error(`not merged: ${JSON.stringify(value)}`);
  return value;
}
async function refusal(answer: Promise<EffectAnswer>) {
  const value = await answer;
  if (value.kind !== 'refused') throw new Error(`not refused: ${JSON.stringify(value)}`);
  return value.message;
}

describe('beginning a run', () => {
  test('makes the integration branch at the checked-out branch', async () => {
    const main = repository.git('rev-parse', 'main');
    expect(await begin()).toEqual({ kind: 'begun', base: 'main', baseCommit: main });
    expect(head()).toBe(main);
  });

  test('sent again after the base moved, answers what it did at first', async () => {
    const main = repository.git('rev-parse', 'main');
    await begin();
    repository.commit('Later');
    expect(await begin()).toEqual({ kind: 'begun', base: 'main', baseCommit: main });
    expect(head()).toBe(main);
  });

  test('starts from a named branch, and from the commit of a detached HEAD', async () => {
    repository.git('branch', 'release');
    const release = repository.git('rev-parse', 'release');
    const later = repository.commit('Later');
    expect(await begin('release')).toEqual({ kind: 'begun', base: 'release', baseCommit: release });
    repository.git('checkout', '--quiet', '--detach');
    repository.git('branch', '-D', 'planwright/dates/plan');
    expect(await begin(null, OTHER_RUN)).toEqual({ kind: 'begun', base: later, baseCommit: later });
  });

  test('any branch of the prefix that is not ours means the prefix is taken', async () => {
    repository.git('branch', 'planwright/dates/parser');
    expect(await begin()).toEqual({ kind: 'prefix_taken' });
    repository.git('branch', '-D', 'planwright/dates/parser');
    await begin();
    expect(await begin(null, OTHER_RUN)).toEqual({ kind: 'prefix_taken' });
  });

  test('two runs that begin at the same moment do not share the prefix', async () => {
    const answers = await Promise.all([begin(), begin(null, OTHER_RUN)]);
    expect(answers.map((answer) => answer.kind).toSorted()).toEqual(['begun', 'prefix_taken']);
  });

  test('what no repetition mends is refused with what to do', async () => {
    expect(await refusal(begin('nowhere'))).toContain('no branch `nowhere`');
    repository.git('branch', 'planwright');
    expect(await refusal(begin())).toContain('git branch -m planwright');
    const empty = scratchRepository({ commit: false });
    const answer = await send(
      { kind: 'begin_run', branchPrefix: 'planwright/dates', base: null },
      target(RUN, empty.folder),
    );
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('no commit yet') });
    empty.remove();
  });

  test('a folder that is no repository any more is refused', async () => {
    const gone = target(RUN, join(repository.folder, 'gone'));
    const answer = await send({ kind: 'begin_run', branchPrefix: 'planwright/dates', base: null }, gone);
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('no git repository') });
  });

  test('a linked work tree starts from its own branch', async () => {
    const linked = join(repository.folder, '..', `${repository.folder.split('/').at(-1)}-linked`);
    repository.git('worktree', 'add', '--quiet', '-b', 'topic', linked);
    const answer = await send({ kind: 'begin_run', branchPrefix: 'planwright/dates', base: null }, target(RUN, linked));
    expect(answer).toMatchObject({ kind: 'begun', base: 'topic' });
    repository.git('worktree', 'remove', '--force', linked);
  });
});

describe('publishing a task', () => {
  test('creates the branch, moves it forward, and finds its own work when repeated', async () => {
    const first = repository.commitOn('main', { a: '1' });
    const second = repository.commitOn(first, { a: '2' });
    expect(await publish('parser', first)).toEqual({ kind: 'published', pull: null });
    expect(await publish('parser', second)).toEqual({ kind: 'published', pull: null });
    expect(await publish('parser', second)).toEqual({ kind: 'published', pull: null });
    expect(repository.git('rev-parse', 'planwright/dates/parser')).toBe(second);
  });

  test('never moves a branch sideways or back', async () => {
    const mine = repository.commitOn('main', { a: 'mine' });
    const theirs = repository.commitOn('main', { a: 'theirs' });
    await publish('parser', theirs);
    expect(await refusal(publish('parser', mine))).toContain("not the task's");
    expect(repository.git('rev-parse', 'planwright/dates/parser')).toBe(theirs);
  });

  test('leaves a branch alone that the user has checked out', async () => {
    const first = repository.commitOn('main', { a: '1' });
    await publish('parser', first);
    repository.git('checkout', '--quiet', 'planwright/dates/parser');
    const before = fingerprint(repository);
    expect(await refusal(publish('parser', repository.commitOn(first, { a: '2' })))).toContain('checked out in');
    expect(fingerprint(repository)).toBe(before);
    expect(repository.git('rev-parse', 'planwright/dates/parser')).toBe(first);
  });

  test('refuses a commit that the repository does not hold, and a name that cannot be a branch', async () => {
    expect(await refusal(publish('parser', '0123456789'.repeat(4)))).toContain('does not hold commit');
    repository.git('branch', 'planwright/dates/parser/mine');
    expect(await refusal(publish('parser', repository.commitOn('main', { a: '1' })))).toContain('in the way');
  });
});

describe('merging a task', () => {
  test('makes a merge commit of both sides with the message given, by Planwright', async () => {
    await begin();
    const base = head();
    const work = repository.commitOn('main', { a: '1' });
    const answer = await merged(merge('parser', work));
    expect(answer.head).toBe(head());
    expect(answer.mergeCommit).toBe(head());
    expect(repository.git('show', '-s', '--format=%P|%an|%cn|%B', 'planwright/dates/plan')).toBe(
      `${base} ${work}|Planwright|Planwright|Merge parser\n\nBody`,
    );
  });

  test('work that is in already is answered with the merge that brought it', async () => {
    await begin();
    const first = repository.commitOn('main', { a: '1' });
    const onFirst = repository.commitOn(first, { a: '2' });
    const other = repository.commitOn('main', { b: '1' });
    const one = await merged(merge('parser', onFirst));
    const two = await merged(merge('docs', other));
    expect(await merged(merge('parser', onFirst))).toEqual({ ...one, head: two.head });
    expect(await merged(merge('parser', first))).toEqual({ ...one, head: two.head });
    expect(await merged(merge('docs', other))).toEqual(two);
    expect(await merged(merge('nothing', repository.git('rev-parse', 'main')))).toMatchObject({ head: two.head });
  });

  test('a conflict names the paths and both sides, and moves nothing', async () => {
    await begin();
    await merge('parser', repository.commitOn('main', { 'näme with space': 'ours\n', same: 'x\n' }));
    const before = head();
    const answer = await merge('docs', repository.commitOn('main', { 'näme with space': 'theirs\n', same: 'x\n' }));
    expect(answer).toMatchObject({ kind: 'conflict', ours: before, paths: ['näme with space'] });
    expect(answer).toMatchObject({ detail: expect.stringMatching(/planwright\/dates\/docs.*planwright\/dates\/plan/) });
    expect(answer).toMatchObject({ detail: expect.stringContaining('CONFLICT (add/add)') });
    expect(head()).toBe(before);
  });

  test('merges sent at the same moment all land', async () => {
    await begin();
    const names = ['a', 'b', 'c', 'd', 'e'];
    const commits = names.map((name) => repository.commitOn('main', { [name]: name }));
    await Promise.all(names.map((name, index) => merged(merge(name, commits[index] ?? ''))));
    const files = repository.git('ls-tree', '--name-only', 'planwright/dates/plan').split('\n');
    expect(files).toEqual([...names, 'readme']);
    expect(repository.git('rev-list', '--count', '--merges', 'planwright/dates/plan')).toBe('5');
  });

  test('an integration branch that is checked out or gone is refused', async () => {
    await begin();
    const work = repository.commitOn('main', { a: '1' });
    repository.git('checkout', '--quiet', 'planwright/dates/plan');
    const before = fingerprint(repository);
    expect(await refusal(merge('parser', work))).toContain('switch to another branch');
    expect(fingerprint(repository)).toBe(before);
    repository.git('checkout', '--quiet', 'main');
    repository.git('branch', '-D', 'planwright/dates/plan');
    expect(await refusal(merge('parser', work))).toContain('is gone');
  });

  test('history without a common commit is refused', async () => {
    await begin();
    const tree = repository.git('rev-parse', 'main^{tree}');
    const stranger = repository.git('commit-tree', tree, '-m', 'Stranger');
    expect(await refusal(merge('parser', stranger))).toContain('no commit in common');
  });
});

describe('what is the user’s stays as it is', () => {
  test('a dirty work tree and index are unchanged byte for byte', async () => {
    repository.write('readme', 'changed and staged\n');
    repository.git('add', 'readme');
    repository.write('readme', 'changed again\n');
    repository.write('untracked', 'mine\n');
    const before = fingerprint(repository);
    await begin();
    const work = repository.commitOn('main', { readme: 'task\n' });
    await publish('parser', work);
    await merged(merge('parser', work));
    expect(fingerprint(repository)).toBe(before);
    expect(repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
  });

  test('no hook, merge driver, filter or signing program of the repository runs', async () => {
    const mark = join(repository.folder, 'ran');
    const hooks = join(repository.folder, '.git', 'hooks');
    mkdirSync(hooks, { recursive: true });
    for (const hook of ['reference-transaction', 'post-merge', 'commit-msg', 'post-commit', 'pre-merge-commit']) {
      repository.write(`.git/hooks/${hook}`, `#!/bin/sh\necho ${hook} >> '${mark}'\n`);
      chmodSync(join(hooks, hook), 0o755);
    }
    repository.write('.gitattributes', '* merge=evil filter=evil\n');
    repository.git('-c', 'core.hooksPath=/dev/null', 'add', '--all');
    repository.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'Attributes');
    repository.git('config', 'merge.evil.driver', `touch '${mark}'`);
    repository.git('config', 'filter.evil.clean', `touch '${mark}'; cat`);
    repository.git('config', 'core.fsmonitor', `touch '${mark}'`);
    repository.git('config', 'commit.gpgSign', 'true');
    repository.git('config', 'gpg.program', `touch '${mark}'`);
    // Setting the trap may itself have sprung it.
    const commits = ['ours', 'theirs'].map((side) => repository.commitOn('main', { readme: `${side}\n` }));
    if (existsSync(mark)) repository.git('clean', '--quiet', '--force', 'ran');
    expect((await begin()).kind).toBe('begun');
    expect((await publish('parser', commits[0] ?? '')).kind).toBe('published');
    expect((await merge('parser', commits[0] ?? '')).kind).toBe('merged');
    expect((await merge('docs', commits[1] ?? '')).kind).toBe('conflict');
    expect(existsSync(mark)).toBe(false);
  });

  test('a repository with SHA-256 names merges too', async () => {
    repository.remove();
    repository = scratchRepository({ commit: false });
    repository.git('init', '--quiet', '--object-format=sha256', 'wide');
    const inner = (...args: string[]) => repository.git('-C', 'wide', ...args);
    inner('commit', '--quiet', '--allow-empty', '-m', 'First');
    const wide = target(RUN, join(repository.folder, 'wide'));
    await send({ kind: 'begin_run', branchPrefix: 'planwright/dates', base: null }, wide);
    const work = inner('commit-tree', inner('rev-parse', 'HEAD^{tree}'), '-p', 'HEAD', '-m', 'Work');
    const answer = await send(
      { kind: 'merge_task', task: 'a', branch: 'planwright/dates/a', commit: work, message: 'Merge a' },
      wide,
    );
    expect(answer).toMatchObject({ kind: 'merged', head: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});

describe('what only GitHub has', () => {
  test('is done without a trace, and needs neither run nor repository', async () => {
    await begin();
    const before = repository.git('for-each-ref');
    const commit = repository.git('rev-parse', 'main');
    const check = {
      name: 'planwright',
      conclusion: 'success',
      title: '',
      summary: '',
      text: '',
      places: [],
      actions: [],
    } as const;
    const requests: readonly ForgeRequest[] = [
      { kind: 'check_task', task: 'parser', commit, check },
      { kind: 'delete_branch', branch: 'planwright/dates/plan', commit },
      { kind: 'restore_integration', commit, pulls: [] },
      { kind: 'retarget_pull', pull: 1, base: 'main' },
      { kind: 'show_run', comment: '', marks: { labels: [], done: [] } },
      { kind: 'close_run', report: '', issues: [], closes: true },
      { kind: 'show_plan', issue: 1, text: '' },
      { kind: 'reply', issue: 1, to: 2, text: '' },
      { kind: 'react', comment: 2, content: '+1' },
    ];
    for (const request of requests) {
      expect(await gitForge.send(request, { ...target(), run: null })).toEqual({ answer: { kind: 'done' }, shown: [] });
    }
    expect(repository.git('for-each-ref')).toBe(before);
  });

  test('a runner needs no credential', async () => {
    expect(await gitForge.credential(target().repository)).toBeNull();
  });

  test('a published branch has no pull request', async () => {
    await begin();
    const work = repository.commitOn('main', { readme: 'task\n' });
    expect(await publish('parser', work)).toEqual({ kind: 'published', pull: null });
    expect(await publish('parser', work)).toEqual({ kind: 'published', pull: null });
  });

  test('what moves refs must belong to a run', async () => {
    await expect(
      send({ kind: 'begin_run', branchPrefix: 'planwright/dates', base: null }, { ...target(), run: null }),
    ).rejects.toThrow('belongs to no run');
  });
});

describe('the report of a run', () => {
  const text = { title: '', body: '' };
  const report = {
    path: 'docs/report.md',
    text: '# Report: Grüße\n',
    message: 'docs: report\n',
    pull: text,
    check: null,
  };
  const offer = async (of: typeof report = report) => {
    const request = {
      kind: 'offer_run',
      opens: true,
      pull: text,
      ready: true,
      reviewers: [],
      check: null,
      report: of,
    } as const;
    const answer = await send(request, target());
    if (answer.kind !== 'offered') throw new Error(`not offered: ${JSON.stringify(answer)}`);
    return answer.report;
  };

  test('is one commit on the integration branch, made once for each text', async () => {
    await begin();
    await merge('parser', repository.commitOn('main', { parser: 'ok\n' }));
    const verified = head();
    const files = fingerprint(repository);
    const first = await offer();
    expect(first).toEqual({ kind: 'committed', commit: head(), head: head() });
    expect(repository.git('rev-parse', 'planwright/dates/plan^')).toBe(verified);
    expect(repository.git('diff', '--name-only', verified, head())).toBe('docs/report.md');
    expect(repository.git('show', 'planwright/dates/plan:docs/report.md')).toBe('# Report: Grüße');
    expect(await offer()).toEqual(first);
    const second = await offer({ ...report, text: 'Another.\n' });
    expect(second).toMatchObject({ kind: 'committed', commit: head() });
    expect(repository.git('rev-list', '--count', `${verified}..${head()}`)).toBe('2');
    expect(fingerprint(repository)).toEqual(files);
  });

  test('is refused where it cannot be a file, and where the branch is checked out or gone', async () => {
    repository.commitOn('main', { parser: 'ok\n' });
    await begin();
    await merge('parser', repository.commitOn('main', { docs: 'a file\n' }));
    const before = head();
    expect(await offer()).toMatchObject({ kind: 'refused', message: expect.stringContaining('docs/report.md') });
    repository.git('checkout', '-q', 'planwright/dates/plan');
    expect(await offer({ ...report, path: 'report.md' })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('is checked out'),
    });
    expect(head()).toBe(before);
    repository.git('checkout', '-q', 'main');
    repository.git('branch', '-D', 'planwright/dates/plan');
    expect(await offer()).toMatchObject({ kind: 'refused', message: expect.stringContaining('is gone') });
  });

  test('is left out where none is wanted', async () => {
    const request = {
      kind: 'offer_run',
      opens: true,
      pull: text,
      ready: false,
      reviewers: [],
      check: null,
      report: null,
    } as const;
    expect(await send(request, target())).toEqual({ kind: 'offered', pull: null, ready: false });
  });
});
