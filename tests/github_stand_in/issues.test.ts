import { describe, expect, it } from 'vitest';
import { app, clientOf, failure, startWithRepository } from './start.ts';

describe('issues of the stand-in', () => {
  it('share their numbers with pull requests and keep what was said', async () => {
    let now = Date.UTC(2026, 0, 1);
    const github = await startWithRepository();
    const clocked = await startWithRepository({ now: () => now });
    await clocked.openIssue({ repo: 'acme/app', author: 'alice', title: 'T' });
    const created = clocked.issue('acme/app', 1).updatedAt;
    now += 5_000;
    await clocked.editIssue({ repo: 'acme/app', number: 1, by: 'alice', body: 'new' });
    expect(clocked.issue('acme/app', 1).updatedAt - created).toBe(5_000);

    const octokit = clientOf(github, 'acme');
    const issue = await github.openIssue({
      repo: 'acme/app',
      author: 'alice',
      title: 'T',
      body: 'B',
      labels: ['plan'],
    });
    await github.pushCommit({ repo: 'acme/app', branch: 'b', author: 'alice', files: { 'b.ts': 'b\n' } });
    const pull = await octokit.pulls.create({ ...app, title: 'P', head: 'b', base: 'main', body: 'Closes #1' });
    expect([issue.number, pull.data.number]).toEqual([1, 2]);
    await octokit.issues.update({ ...app, issue_number: 1, title: 'T2', body: 'B2' });
    expect((await octokit.issues.get({ ...app, issue_number: 1 })).data).toMatchObject({
      title: 'T2',
      body: 'B2',
      labels: [{ name: 'plan' }],
      user: { login: 'alice', type: 'User' },
    });
    await octokit.pulls.merge({ ...app, pull_number: 2 });
    expect(github.issue('acme/app', 1)).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(github.violations).toEqual([]);
  });

  it('have comments with the app as a bot, and a longest text', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    await github.openIssue({ repo: 'acme/app', author: 'alice', title: 'T' });
    const on = { ...app, issue_number: 1 };
    const { data } = await octokit.issues.createComment({ ...on, body: 'hello' });
    expect(data).toMatchObject({
      user: { login: 'planwright[bot]', type: 'Bot' },
      performed_via_github_app: { slug: 'planwright' },
    });
    await octokit.issues.updateComment({ ...app, comment_id: data.id, body: 'hello again' });
    await github.commentOn({ repo: 'acme/app', number: 1, author: 'alice', body: 'hi' });
    expect((await octokit.issues.listComments(on)).data.map(({ body }) => body)).toEqual(['hello again', 'hi']);
    expect(await failure(octokit.issues.createComment({ ...on, body: 'x'.repeat(65_536) }))).toContain('422');
    expect((await octokit.issues.createComment({ ...on, body: 'x'.repeat(65_535) })).status).toBe(201);
    await octokit.issues.deleteComment({ ...app, comment_id: data.id });
    expect(await failure(octokit.issues.getComment({ ...app, comment_id: data.id }))).toContain('404');
  });

  it('have labels, made where they are missing, and reactions, one of a kind', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    await github.openIssue({ repo: 'acme/app', author: 'alice', title: 'T' });
    const on = { ...app, issue_number: 1 };
    await octokit.issues.addLabels({ ...on, labels: ['Plan: running'] });
    expect(github.labels('acme/app', 1)).toEqual(['Plan: running']);
    await octokit.issues.removeLabel({ ...on, name: 'Plan: running' });
    expect(await failure(octokit.issues.removeLabel({ ...on, name: 'Plan: running' }))).toContain('404');
    const comment = await github.commentOn({ repo: 'acme/app', number: 1, author: 'alice', body: 'hi' });
    const reaction = { ...app, comment_id: comment.id, content: 'eyes' } as const;
    expect((await octokit.reactions.createForIssueComment(reaction)).status).toBe(201);
    expect((await octokit.reactions.createForIssueComment(reaction)).status).toBe(200);
    expect(github.reactions('acme/app', comment.id)).toEqual(['eyes by planwright[bot]']);
    expect((await octokit.reactions.listForIssueComment(reaction)).data).toHaveLength(1);
    expect((await octokit.reactions.createForIssue({ ...on, content: 'rocket' })).status).toBe(201);
    expect(github.violations).toEqual([]);
    expect(github.unknown).toEqual([]);
  });

  it('are listed page by page', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    for (const title of ['a', 'b', 'c']) {
      await github.openIssue({ repo: 'acme/app', author: 'alice', title, labels: title === 'b' ? [] : ['plan'] });
    }
    const all = await octokit.paginate(octokit.issues.listForRepo, { ...app, per_page: 1, direction: 'asc' });
    expect(all.map(({ title }) => title)).toEqual(['a', 'b', 'c']);
    const plans = await octokit.issues.listForRepo({ ...app, labels: 'plan' });
    expect(plans.data.map(({ title }) => title)).toEqual(['c', 'a']);
  });
});
