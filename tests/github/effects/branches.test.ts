import { describe, expect, it } from 'vitest';
import { begun, merged, PULL } from '../effect_case.ts';
import { forgeSetting } from '../forge_setting.ts';
import type { ForgeWorld } from '../forge_world.ts';

const setting = forgeSetting();

const begin = ({ issue, send }: ForgeWorld, base: string | null = null) =>
  send({ kind: 'begin_run', branchPrefix: `planwright/${issue}`, base });
const merge = (world: ForgeWorld, branch: string, commit: string, integrationHead: string | null = null) =>
  world.send({ kind: 'merge_task', task: 'id', branch, commit, message: `Merge ${branch}` }, { integrationHead });
const publish = (world: ForgeWorld, branch: string, commit: string) =>
  world.send({ kind: 'publish_task', task: 'id', branch, commit, pull: null });
const headOf = ({ repo }: ForgeWorld, branch: string) => repo.refs.get(`refs/heads/${branch}`);

describe('begin_run', () => {
  it('starts from the default branch, or from the one that the plan names', async () => {
    const world = await setting.world({ defaultBranch: 'trunk' });
    expect((await begin(world)).answer).toEqual({ kind: 'begun', base: 'trunk', baseCommit: world.base });
    const other = await setting.world();
    const commit = await setting
      .github()
      .pushCommit({ repo: other.repo, branch: 'next', author: 'alice', files: { a: 'b' } });
    expect((await begin(other, 'next')).answer).toEqual({ kind: 'begun', base: 'next', baseCommit: commit });
  });

  it('leaves branches of others alone, and takes another prefix', async () => {
    const world = await setting.world();
    const branch = `planwright/${world.issue}/notes`;
    await setting.github().pushCommit({ repo: world.repo, branch, author: 'alice', files: { a: 'b' } });
    expect((await begin(world)).answer).toEqual({ kind: 'prefix_taken' });
    expect(world.writes()).toEqual([]);
  });

  it.each(['planwright', 'planwright/1'])('says that a branch %s is in the way, and how to mend it', async (way) => {
    const world = await setting.world();
    await setting.github().pushCommit({ repo: world.repo, branch: way, author: 'alice', files: { a: 'b' } });
    expect((await begin(world)).answer).toEqual({
      kind: 'refused',
      message: `The branch \`${way}\` is in the way of \`planwright/1/plan\`; rename it (git branch -m ${way} NEW-NAME), then start again.`,
    });
  });

  it('is refused without its base', async () => {
    const { answer } = await begin(await setting.world(), 'nowhere');
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('no branch `nowhere`') });
  });
});

describe('publish_task', () => {
  it('leaves alone what others pushed, and says where it stands', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    await publish(world, branch, commit);
    const theirs = await world.commit({ 'src/other.ts': 'x' });
    await setting.github().pushCommit({
      repo: world.repo,
      branch,
      author: 'bob',
      files: { a: 'b' },
      force: { parent: theirs },
    });
    const head = headOf(world, branch);
    const next = await world.commit({ 'src/parser.ts': 'more' }, commit);
    expect((await publish(world, branch, next)).answer).toEqual({ kind: 'pushed_by_others', head });
    expect(headOf(world, branch)).toBe(head);
  });

  it('forwards a branch without ever forcing it, so that what is pushed at the same moment stays', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    await publish(world, branch, commit);
    const next = await world.commit({ 'src/parser.ts': 'more' }, commit);
    const before = setting.github().requests.length;
    expect((await publish(world, branch, next)).answer).toEqual({ kind: 'published', pull: null });
    expect(headOf(world, branch)).toBe(next);
    const moves = setting.github().requests.slice(before);
    expect(moves.flatMap(({ operationId, body }) => (operationId === 'git/update-ref' ? [body] : []))).toEqual([
      { sha: next, force: false },
    ]);
  });

  it('is done where the branch contains the commit already', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    await publish(world, branch, commit);
    const head = await setting
      .github()
      .pushCommit({ repo: world.repo, branch, author: 'bob', files: { a: 'b' }, force: { parent: commit } });
    expect((await publish(world, branch, commit)).answer).toEqual({ kind: 'published', pull: null });
    expect(headOf(world, branch)).toBe(head);
  });

  it('is refused for a commit that the repository does not hold', async () => {
    const world = await setting.world();
    const { branch } = await begun(world);
    const { answer } = await publish(world, branch, 'a'.repeat(40));
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('does not hold commit') });
  });
});

describe('merge_task', () => {
  it('answers the merge that brought a commit in, also when other merges followed', async () => {
    const world = await setting.world();
    const { branch, commit, prefix, head } = await merged(world);
    const other = await world.commit({ 'src/docs.md': 'docs' });
    const next = await merge(world, `${prefix}/docs`, other, head);
    expect(next.answer).toMatchObject({ kind: 'merged', mergeCommit: headOf(world, `${prefix}/plan`) });
    expect((await merge(world, branch, commit, head)).answer).toEqual({
      kind: 'merged',
      mergeCommit: head,
      head: headOf(world, `${prefix}/plan`),
    });
  });

  it('tells a conflict by what both sides changed', async () => {
    const world = await setting.world();
    const { prefix, head } = await merged(world);
    const other = await world.commit({ 'src/parser.ts': 'another\n', 'src/more.ts': 'more\n' });
    const { answer } = await merge(world, `${prefix}/docs`, other, head);
    expect(answer).toEqual({
      kind: 'conflict',
      ours: head,
      paths: ['src/parser.ts'],
      detail: `\`${prefix}/docs\` (${other.slice(0, 7)}) does not merge into \`${prefix}/plan\` (${head.slice(0, 7)}).\nBoth sides changed src/parser.ts`,
    });
  });

  it('tells where the lines of both sides meet, and what else both changed', async () => {
    const lines = (changed: Readonly<Record<number, string>>) =>
      Array.from({ length: 20 }, (_, index) => `${changed[index + 1] ?? index + 1}\n`).join('');
    const files = { 'a.txt': lines({}), 'b.txt': lines({}), 'c.txt': lines({}), 'old.txt': lines({ 1: 'x' }) };
    const world = await setting.world({ files });
    const { branch, prefix } = await begun(world);
    const mine = await world.commit({
      'a.txt': lines({ 5: 'mine' }),
      'b.txt': lines({ 3: 'b' }),
      'c.txt': lines({ 9: 'c' }),
    });
    await publish(world, branch, mine);
    await merge(world, branch, mine, world.base);
    const head = headOf(world, `${prefix}/plan`) ?? '';
    const other = await world.commit({
      'a.txt': lines({ 6: 'theirs' }),
      'b.txt': lines({ 17: 'b' }),
      'c.txt': lines({ 9: 'c' }),
    });
    const { answer } = await merge(world, `${prefix}/docs`, other, head);
    expect(answer).toMatchObject({ kind: 'conflict', paths: ['a.txt'] });
    expect(answer.kind === 'conflict' && answer.detail.split('\n').slice(1)).toEqual([
      'Both sides changed a.txt',
      'Both sides changed b.txt as well, in other lines or alike',
      'Both sides changed c.txt as well, in other lines or alike',
    ]);
  });

  it('says that the integration branch is gone, or lost what was merged', async () => {
    const world = await setting.world();
    const { branch, commit, prefix, head } = await merged(world);
    const elsewhere = await setting.github().pushCommit({
      repo: world.repo,
      branch: `${prefix}/plan`,
      author: 'bob',
      files: { a: 'b' },
      force: { parent: world.base },
    });
    expect((await merge(world, branch, commit, head)).answer).toEqual({ kind: 'integration_lost', head: elsewhere });
    await setting.github().deleteBranch({ repo: world.repo, branch: `${prefix}/plan`, by: 'bob' });
    expect((await merge(world, branch, commit, head)).answer).toEqual({ kind: 'integration_lost', head: null });
  });

  it.each([403, 405, 409, 422])('goes by the pull request where GitHub refuses merging by %i', async (status) => {
    const world = await setting.world();
    const { branch, commit, prefix } = await begun(world);
    await world.send({ kind: 'publish_task', task: 'id', branch, commit, pull: PULL });
    const { faults } = setting.github();
    faults.once({ kind: 'status', status }, ({ operationId }) => operationId === 'repos/merge');
    const before = setting.github().requests.length;
    const { answer } = await merge(world, branch, commit, world.base);
    const head = headOf(world, `${prefix}/plan`);
    expect(answer).toEqual({ kind: 'merged', mergeCommit: head, head });
    // Only what has the evidence goes in.
    const merging = setting.github().requests.slice(before);
    expect(merging.find(({ operationId }) => operationId === 'pulls/merge')?.body).toMatchObject({ sha: commit });
  });

  it('is refused with the reason where that is no way either', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    setting.github().faults.once({ kind: 'status', status: 403 }, ({ operationId }) => operationId === 'repos/merge');
    const { answer } = await merge(world, branch, commit, world.base);
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringMatching(/403: Server Error.*retry/) });
  });
});

describe('tidying', () => {
  it('deletes no branch that moved on', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    await publish(world, branch, commit);
    await setting
      .github()
      .pushCommit({ repo: world.repo, branch, author: 'bob', files: { a: 'b' }, force: { parent: commit } });
    expect((await world.send({ kind: 'delete_branch', branch, commit })).answer).toEqual({ kind: 'done' });
    expect(headOf(world, branch)).toBeDefined();
  });

  it('deletes no branch that is pushed to at the very moment of its deletion', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    await publish(world, branch, commit);
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    setting.github().faults.once({ kind: 'gate', open: gate.promise }, ({ kind }) => {
      if (kind === 'write') asked.resolve();
      return kind === 'write';
    });
    const deletion = world.send({ kind: 'delete_branch', branch, commit });
    await asked.promise;
    const theirs = await setting
      .github()
      .pushCommit({ repo: world.repo, branch, author: 'bob', files: { a: 'b' }, force: { parent: commit } });
    gate.resolve();
    expect((await deletion).answer).toEqual({ kind: 'done' });
    expect(headOf(world, branch)).toBe(theirs);
  });

  it('says why a branch cannot be deleted that stands where it stood', async () => {
    const world = await setting.world();
    const { answer } = await world.send({ kind: 'delete_branch', branch: 'main', commit: world.base });
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('Cannot delete the default') });
    expect(headOf(world, 'main')).toBe(world.base);
  });

  it('does not put the integration branch over something else', async () => {
    const world = await setting.world();
    const { prefix, head } = await merged(world);
    const branch = `${prefix}/plan`;
    const force = { parent: world.base };
    await setting.github().pushCommit({ repo: world.repo, branch, author: 'bob', files: { a: 'b' }, force });
    const { answer } = await world.send({ kind: 'restore_integration', commit: head, pulls: [] });
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('delete it or set it back') });
  });
});
