import { describe, expect, it } from 'vitest';
import { taskMarker } from '../../../src/core/report/markers.ts';
import { begun, CHECK, merged, PULL } from '../effect_case.ts';
import { forgeSetting } from '../forge_setting.ts';
import { type ForgeWorld, RUN } from '../forge_world.ts';

const setting = forgeSetting();

const publish = (world: ForgeWorld, branch: string, commit: string, pull = PULL) =>
  world.send({ kind: 'publish_task', task: 'id', branch, commit, pull });
const pulls = ({ repo }: ForgeWorld) => [...repo.issues.values()].filter(({ pull }) => pull !== undefined);

/** The next request of that operation waits before it acts, until it is let go. */
function stop(operation: string) {
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  setting.github().faults.once({ kind: 'gate', open: gate.promise }, ({ operationId }) => {
    if (operationId === operation) arrived.resolve();
    return operationId === operation;
  });
  return { arrived: arrived.promise, letGo: gate.resolve };
}

/** Sends while another process sends the same, which opens the pull request after this one has found none. */
async function sentTwice<Answer>(send: () => Promise<Answer>, other: () => Promise<unknown>): Promise<Answer> {
  const { arrived, letGo } = stop('pulls/create');
  const sending = send();
  await Promise.race([arrived, sending]);
  await other();
  letGo();
  return await sending;
}

describe('the pull request of a task', () => {
  it('goes into the integration branch, with its marker last', async () => {
    const world = await setting.world();
    const { branch, commit, prefix } = await begun(world);
    const { answer } = await publish(world, branch, commit);
    expect(pulls(world)).toMatchObject([
      {
        number: answer.kind === 'published' ? answer.pull : null,
        title: PULL.title,
        body: `${PULL.body}\n\n${taskMarker(RUN, 'parser')}`,
        pull: { headBranch: branch, baseBranch: `${prefix}/plan`, draft: false },
      },
    ]);
  });

  it.each(['.github/pull_request_template.md', 'PULL_REQUEST_TEMPLATE.md', 'docs/Pull_Request_Template.md'])(
    'follows the template of the repository in %s, which is read once for all tasks',
    async (file) => {
      const files = { 'README.md': '# Web', [file]: '## Description\n\n## Checklist\n- [ ] Documented\n' };
      const world = await setting.world({ files });
      const { branch, commit, prefix } = await begun(world);
      await publish(world, branch, commit);
      expect(pulls(world)[0]?.body).toContain('- [ ] Documented');
      const before = setting.github().requests.length;
      await publish(world, `${prefix}/docs`, commit);
      const since = setting.github().requests.slice(before);
      expect(since.filter(({ operationId }) => operationId === 'repos/get-content')).toEqual([]);
    },
  );

  it('is none where there is nothing to merge', async () => {
    const world = await setting.world();
    const { prefix } = await begun(world);
    const { answer } = await publish(world, `${prefix}/docs`, world.base);
    expect(answer).toEqual({ kind: 'published', pull: null });
  });

  it("is refused where somebody else's stands in its place, which is not touched", async () => {
    const world = await setting.world();
    const { branch, commit, prefix } = await begun(world);
    await world.send({ kind: 'publish_task', task: 'id', branch, commit, pull: null });
    await setting.github().openPull({
      repo: world.repo,
      author: 'bob',
      head: branch,
      base: `${prefix}/plan`,
      title: 'Mine',
      body: 'Mine.',
    });
    const { answer } = await publish(world, branch, commit);
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining("not Planwright's") });
    expect(pulls(world)).toMatchObject([{ title: 'Mine', body: 'Mine.' }]);
  });

  it('that another process opened at the same moment is taken for its own', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    const send = () => publish(world, branch, commit, { ...PULL, body: 'Parses them better.' });
    const { answer } = await sentTwice(send, () => publish(world, branch, commit));
    expect(pulls(world)).toMatchObject([
      {
        number: answer.kind === 'published' ? answer.pull : null,
        body: expect.stringMatching(/^Parses them better\./),
      },
    ]);
  });

  it('that another process opened, and that is not in the list, is looked for again later', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    const sending = sentTwice(
      () => publish(world, branch, commit),
      async () => {
        await publish(world, branch, commit);
        const { arrived, letGo } = stop('pulls/list');
        void arrived.then(async () => {
          await setting.github().closePull({ repo: world.repo, number: pulls(world)[0]?.number ?? 0, by: 'bob' });
          letGo();
        });
      },
    );
    await expect(sending).rejects.toMatchObject({ code: 'changed_meanwhile' });
    const { answer } = await publish(world, branch, commit);
    expect(answer).toEqual({ kind: 'published', pull: pulls(world)[0]?.number });
  });

  it('that a person closed stays closed, and later work gets a new one', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    const first = await publish(world, branch, commit);
    await setting.github().closePull({ repo: world.repo, number: pulls(world)[0]?.number ?? 0, by: 'bob' });
    expect(await publish(world, branch, commit)).toEqual(first);
    const next = await world.commit({ 'src/parser.ts': 'again\n' }, commit);
    await publish(world, branch, next);
    expect(pulls(world).map(({ state }) => state)).toEqual(['closed', 'open']);
  });
});

describe('a merge finds the pull request of its task', () => {
  const merge = (world: ForgeWorld, branch: string, commit: string) =>
    world.send({ kind: 'merge_task', task: 'id', branch, commit, message: 'Merge parser' });
  const afterwards = (world: ForgeWorld) =>
    pulls(world).map(({ state, pull }) => [pull?.baseBranch, pull?.mergedAt === null ? state : 'merged']);

  it('and points it back where somebody pointed it elsewhere, so that it is shown as merged', async () => {
    const world = await setting.world();
    const { branch, commit, prefix } = await begun(world);
    await publish(world, branch, commit);
    const number = pulls(world)[0]?.number ?? 0;
    await setting.github().retargetPull({ repo: world.repo, number, by: 'bob', base: 'main' });
    expect((await merge(world, branch, commit)).answer.kind).toBe('merged');
    expect(afterwards(world)).toEqual([[`${prefix}/plan`, 'merged']]);
  });

  it('and brings it back with its branch where that was deleted', async () => {
    const world = await setting.world();
    const { branch, commit, prefix } = await begun(world);
    await publish(world, branch, commit);
    await setting.github().deleteBranch({ repo: world.repo, branch, by: 'bob' });
    expect(afterwards(world)).toEqual([[`${prefix}/plan`, 'closed']]);
    expect((await merge(world, branch, commit)).answer.kind).toBe('merged');
    expect(afterwards(world)).toEqual([[`${prefix}/plan`, 'merged']]);
  });

  it('and leaves it with its branch where that had other commits when it was deleted', async () => {
    const world = await setting.world();
    const { branch, commit, prefix } = await begun(world);
    await publish(world, branch, commit);
    const push = { repo: world.repo, branch, author: 'bob', files: { 'more.txt': 'more' } };
    await setting.github().pushCommit({ ...push, force: { parent: commit } });
    await setting.github().deleteBranch({ repo: world.repo, branch, by: 'bob' });
    expect((await merge(world, branch, commit)).answer.kind).toBe('merged');
    expect(afterwards(world)).toEqual([[`${prefix}/plan`, 'closed']]);
    expect(world.repo.refs.has(`refs/heads/${branch}`)).toBe(false);
  });

  it('and leaves it where a person closed it', async () => {
    const world = await setting.world();
    const { branch, commit, prefix } = await begun(world);
    await publish(world, branch, commit);
    await setting.github().closePull({ repo: world.repo, number: pulls(world)[0]?.number ?? 0, by: 'bob' });
    expect((await merge(world, branch, commit)).answer.kind).toBe('merged');
    expect(afterwards(world)).toEqual([[`${prefix}/plan`, 'closed']]);
  });

  it('and merges all the same where it cannot be put in its place', async () => {
    const world = await setting.world();
    const { branch, commit } = await begun(world);
    await publish(world, branch, commit);
    const number = pulls(world)[0]?.number ?? 0;
    await setting.github().retargetPull({ repo: world.repo, number, by: 'bob', base: 'main' });
    const isUpdate = ({ operationId }: { readonly operationId: string | undefined }) => operationId === 'pulls/update';
    setting.github().faults.once({ kind: 'status', status: 422 }, isUpdate);
    expect((await merge(world, branch, commit)).answer.kind).toBe('merged');
  });
});

describe('the integration branch that comes back', () => {
  it('has the pull requests with it that GitHub closed', async () => {
    const world = await setting.world();
    const { branch, commit, prefix } = await begun(world);
    await publish(world, branch, commit);
    const numbers = pulls(world).map(({ number }) => number);
    await setting.github().deleteBranch({ repo: world.repo, branch: `${prefix}/plan`, by: 'bob' });
    expect(pulls(world).map(({ state }) => state)).toEqual(['closed']);
    const restore = () => world.send({ kind: 'restore_integration', commit: world.base, pulls: [...numbers, 999] });
    expect((await restore()).answer).toEqual({ kind: 'done' });
    expect(pulls(world).map(({ state }) => state)).toEqual(['open']);
    const before = world.writes().length;
    expect((await restore()).answer).toEqual({ kind: 'done' });
    expect(world.writes().length).toBe(before);
  });
});

describe('the final pull request', () => {
  const offer = (
    world: ForgeWorld,
    head: string,
    ready: boolean,
    { reviewers = [], finalPull = null }: { readonly reviewers?: string[]; readonly finalPull?: number | null } = {},
  ) =>
    world.send(
      { kind: 'offer_run', opens: true, pull: PULL, ready, reviewers, check: null, report: null },
      { integrationHead: head, finalPull },
    );

  it('costs no write while it stays the same', async () => {
    const world = await setting.world();
    const { head } = await merged(world);
    const request = {
      kind: 'offer_run',
      opens: true,
      pull: PULL,
      ready: false,
      reviewers: [],
      check: CHECK,
      report: null,
    } as const;
    const { answer, shown } = await world.send(request, { integrationHead: head });
    const number = answer.kind === 'offered' ? answer.pull : null;
    const before = setting.github().requests.length;
    await world.send(request, { integrationHead: head, finalPull: number }, shown);
    const since = setting.github().requests.slice(before);
    expect(since.map(({ operationId }) => operationId)).toEqual(['pulls/get']);
  });

  it('is none while the base has everything', async () => {
    const world = await setting.world();
    await begun(world);
    expect((await offer(world, world.base, true)).answer).toEqual({ kind: 'offered', pull: null, ready: true });
  });

  it('waits for the end where drafts cannot be had', async () => {
    const world = await setting.world({ drafts: false });
    const { head } = await merged(world);
    expect((await offer(world, head, false)).answer).toEqual({ kind: 'offered', pull: null, ready: false });
    expect((await offer(world, head, true)).answer).toMatchObject({ pull: expect.any(Number), ready: true });
    expect(pulls(world)).toMatchObject([{ pull: { draft: false } }]);
  });

  it('asks for reviews whoever can be asked, and nobody twice', async () => {
    const world = await setting.world();
    for (const login of ['bob', 'carol']) setting.github().addCollaborator(world.repo, login, 'write');
    const { head } = await merged(world);
    await offer(world, head, true, { reviewers: ['bob', 'stranger'] });
    const [pull] = pulls(world);
    expect(pull?.pull?.requestedReviewers).toEqual(['bob']);
    await setting
      .github()
      .reviewPull({ repo: world.repo, number: pull?.number ?? 0, by: 'carol', state: 'commented', body: 'Fine.' });
    const before = world.writes().length;
    await offer(world, head, true, { reviewers: ['bob', 'carol'] });
    expect(world.writes().length).toBe(before);
  });

  it('asks teams for reviews as well: those that are known, and none twice', async () => {
    const world = await setting.world();
    setting.github().addTeam('acme', 'parsers', ['bob']);
    const { head } = await merged(world);
    await offer(world, head, true, { reviewers: ['acme/nobody', 'acme/Parsers'] });
    expect(pulls(world)[0]?.pull?.requestedTeams).toEqual(['parsers']);
    const asking = setting.github().requests.filter(({ operationId }) => operationId === 'pulls/request-reviewers');
    expect(asking.at(-1)).toMatchObject({
      body: { team_reviewers: ['Parsers'] },
      permissions: { pull_requests: 'write', members: 'read' },
    });
    const before = world.writes().length;
    await offer(world, head, true, { reviewers: ['acme/parsers'] });
    expect(world.writes().length).toBe(before);
  });

  it('that was opened at the same moment is taken for its own', async () => {
    const world = await setting.world();
    const { head } = await merged(world);
    const { answer } = await sentTwice(
      () => offer(world, head, true),
      () => offer(world, head, false),
    );
    const [pull] = pulls(world);
    expect(answer).toEqual({ kind: 'offered', pull: pull?.number, ready: true });
    expect(pull?.pull?.draft).toBe(false);
  });

  it('that was closed is opened again, or another where GitHub does not let it', async () => {
    const world = await setting.world();
    const { head, prefix } = await merged(world);
    await offer(world, head, false);
    const number = pulls(world)[0]?.number ?? 0;
    const close = () => setting.github().closePull({ repo: world.repo, number, by: 'bob' });
    await close();
    expect((await offer(world, head, false, { finalPull: number })).answer).toMatchObject({ pull: number });
    expect(pulls(world).map(({ state }) => state)).toEqual(['open']);
    await close();
    const force = { parent: world.base };
    await setting
      .github()
      .pushCommit({ repo: world.repo, branch: `${prefix}/plan`, author: 'bob', files: { a: 'b' }, force });
    const { answer } = await offer(world, head, false, { finalPull: number });
    expect(pulls(world).map(({ state }) => state)).toEqual(['closed', 'open']);
    expect(answer).toMatchObject({ pull: pulls(world)[1]?.number });
  });

  it('of a run that another took over is brought up to date where it is open, and never opened', async () => {
    const world = await setting.world();
    const { head } = await merged(world);
    const tell = (body: string, finalPull: number | null) =>
      world.send(
        {
          kind: 'offer_run',
          opens: false,
          pull: { ...PULL, body },
          ready: false,
          reviewers: [],
          check: null,
          report: null,
        },
        { integrationHead: head, finalPull },
      );
    expect((await tell('Overtaken.', null)).answer).toEqual({ kind: 'superseded' });
    expect(pulls(world)).toEqual([]);
    await offer(world, head, false);
    const number = pulls(world)[0]?.number ?? 0;
    expect((await tell('Overtaken.', number)).answer).toMatchObject({ pull: number });
    expect(pulls(world)).toMatchObject([{ state: 'open', body: expect.stringContaining('Overtaken.') }]);
    await setting.github().closePull({ repo: world.repo, number, by: 'bob' });
    const before = world.writes().length;
    expect((await tell('Overtaken again.', number)).answer).toEqual({ kind: 'superseded' });
    expect(world.writes().length).toBe(before);
  });

  it('that a person merged is answered, and left as it is', async () => {
    const world = await setting.world();
    const { head } = await merged(world);
    await offer(world, head, true);
    const number = pulls(world)[0]?.number ?? 0;
    await setting.github().mergePull({ repo: world.repo, number, by: 'alice' });
    const before = world.writes().length;
    const known = await offer(world, head, true, { finalPull: number });
    expect(known.answer).toEqual({ kind: 'offered', pull: number, ready: true });
    // Where the run knows of none to wait for, its merge was told before, or nobody will tell of it.
    expect((await offer(world, head, true)).answer).toEqual({ kind: 'offered', pull: null, ready: true });
    expect(world.writes().length).toBe(before);
  });

  it('is offered also where its check is refused', async () => {
    const world = await setting.world();
    await merged(world);
    const check = { ...CHECK, name: 'planwright' };
    const request = {
      kind: 'offer_run',
      opens: true,
      pull: PULL,
      ready: false,
      reviewers: [],
      check,
      report: null,
    } as const;
    const sending = await world.send(request, { integrationHead: 'a'.repeat(40) });
    expect(sending).toEqual({ answer: { kind: 'offered', pull: pulls(world)[0]?.number, ready: false }, shown: [] });
  });

  it('says that the integration branch is gone', async () => {
    const world = await setting.world();
    const { head, prefix } = await merged(world);
    await setting.github().deleteBranch({ repo: world.repo, branch: `${prefix}/plan`, by: 'bob' });
    expect((await offer(world, head, false)).answer).toEqual({ kind: 'integration_lost', head: null });
  });
});

describe('a check run', () => {
  it('is brought up to date, and there is one of a name at a commit', async () => {
    const world = await setting.world();
    const { commit } = await begun(world);
    await world.send({ kind: 'check_task', task: 'id', commit, check: CHECK });
    await setting.github().reportCheck({ repo: world.repo, sha: commit, name: CHECK.name, conclusion: 'failure' });
    const check = { ...CHECK, conclusion: 'failure', summary: '`npm test` exit 1' } as const;
    await world.send({ kind: 'check_task', task: 'id', commit, check });
    const ours = [...world.repo.checkRuns.values()].filter(({ app }) => app === setting.github().slug);
    expect(ours).toMatchObject([{ conclusion: 'failure', output: { summary: '`npm test` exit 1' } }]);
  });
});
