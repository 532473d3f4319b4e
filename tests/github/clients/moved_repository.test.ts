import { describe, expect, it } from 'vitest';
import { begun, PULL } from '../effect_case.ts';
import { forgeSetting } from '../forge_setting.ts';

const setting = forgeSetting();

describe('a repository that has another name now', () => {
  it.each(['renamed', 'transferred'])('is still written to after it was %s', async (how) => {
    const world = await setting.world();
    const { github, repo } = world;
    github.installApp('beta');
    const { branch, commit, prefix } = await begun(world);
    const installation = github.installation('beta').id;
    if (how === 'renamed') github.renameRepository(repo, `${repo.name}-2`);
    else {
      github.transferRepository(repo, 'beta');
      // The event about it tells of the new installation; the name comes later.
      Object.assign(world.record, { github: { id: repo.id, installation } });
    }
    const send = world.send;
    const published = await send({ kind: 'publish_task', task: 'id', branch, commit, pull: PULL });
    expect(published.answer).toMatchObject({ kind: 'published', pull: expect.any(Number) });
    expect(repo.refs.get(`refs/heads/${branch}`)).toBe(commit);
    const { answer } = await send({ kind: 'merge_task', task: 'id', branch, commit, message: 'Merge' });
    expect(answer).toMatchObject({ kind: 'merged', head: repo.refs.get(`refs/heads/${prefix}/plan`) });
    await send({ kind: 'show_run', comment: 'Running.', marks: { labels: ['planwright:running'], done: [] } });
    await send({ kind: 'reply', issue: world.issue, to: 1, text: 'Hello.' });
    expect([...repo.comments.values()]).toHaveLength(2);
  });

  it('is not written to once a public one has an owner without the App, and nothing is refused for good', async () => {
    const world = await setting.world();
    const { github, repo } = world;
    Object.assign(repo, { private: false });
    const reply = (to: number) => world.send({ kind: 'reply', issue: world.issue, to, text: 'Hello.' });
    await reply(1);
    github.transferRepository(repo, 'gamma');
    await expect(reply(2)).rejects.toMatchObject({ code: 'github_no_access' });
    expect([...repo.comments.values()]).toHaveLength(1);
  });

  it('has its status comment edited, although that may be missing', async () => {
    const world = await setting.world();
    const { github, repo } = world;
    await begun(world);
    const saying = (comment: string) => ({ kind: 'show_run', comment, marks: { labels: [], done: [] } }) as const;
    const { shown } = await world.send(saying('Running.'));
    github.renameRepository(repo, `${repo.name}-2`);
    const { answer } = await world.send(saying('Still running.'), {}, shown);
    expect(answer).toEqual({ kind: 'done' });
    expect([...repo.comments.values()].map(({ body }) => body)).toEqual([expect.stringContaining('Still running.')]);
  });

  it('is not mistaken for another that took its name', async () => {
    const world = await setting.world();
    const { github, repo } = world;
    const former = repo.name;
    github.renameRepository(repo, `${former}-moved`);
    const other = await github.createRepository({ owner: 'acme', name: former });
    await github.openIssue({ repo: other, author: 'bob', title: 'Not ours' });
    await world.send({ kind: 'show_plan', issue: world.issue, text: 'Mend it.' });
    await begun(world);
    expect(other.comments.size).toBe(0);
    expect([...other.refs.keys()]).toEqual(['refs/heads/main']);
    expect(repo.comments.size).toBe(1);
  });
});
