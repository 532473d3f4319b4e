import { describe, expect, it } from 'vitest';
import { app, clientOf, failure, startWithRepository } from './start.ts';

describe('pull requests of the stand-in', () => {
  it('are opened, refused when doubled or empty, and merged by a commit of both sides', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    const head = await github.pushCommit({
      repo: 'acme/app',
      branch: 'x/y',
      author: 'alice',
      files: { 'b.ts': 'b\n' },
    });
    const opened = await octokit.pulls.create({ ...app, title: 'B', head: 'x/y', base: 'main', body: 'text' });
    expect(opened.data).toMatchObject({ number: 1, state: 'open', draft: false, mergeable: true, commits: 1 });
    expect(await failure(octokit.pulls.create({ ...app, title: 'B', head: 'x/y', base: 'main' }))).toContain(
      'A pull request already exists for acme:x/y.',
    );
    await github.pushCommit({ repo: 'acme/app', branch: 'main', author: 'alice', files: { 'c.ts': 'c\n' } });
    const merged = await octokit.pulls.merge({ ...app, pull_number: 1, sha: head });
    const main = github.branches('acme/app').main;
    expect(merged.data.sha).toBe(main);
    expect(github.pull('acme/app', 1).pull).toMatchObject({ mergedBy: 'planwright[bot]', mergeCommitSha: main });
    expect(await failure(octokit.pulls.create({ ...app, title: 'B', head: 'x/y', base: 'main' }))).toContain(
      'No commits between main and x/y',
    );
    expect(github.violations).toEqual([]);
    expect(github.unknown).toEqual([]);
  });

  it('are merged by themselves when their commits reach the base by the merges endpoint', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    const head = await github.pushCommit({ repo: 'acme/app', branch: 'b', author: 'alice', files: { 'b.ts': 'b\n' } });
    await octokit.pulls.create({ ...app, title: 'B', head: 'b', base: 'main' });
    const merge = await octokit.repos.merge({ ...app, base: 'main', head });
    expect(merge.status).toBe(201);
    const { data } = await octokit.pulls.get({ ...app, pull_number: 1 });
    expect(data).toMatchObject({ state: 'closed', merged: true, merge_commit_sha: merge.data.sha });
    expect((await octokit.repos.merge({ ...app, base: 'main', head })).status).toBe(204);
  });

  it('conflict where both sides changed the same lines', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    await github.pushCommit({ repo: 'acme/app', branch: 'b', author: 'alice', files: { 'src/a.ts': 'one\n' } });
    await github.pushCommit({ repo: 'acme/app', branch: 'main', author: 'alice', files: { 'src/a.ts': 'two\n' } });
    const { data } = await octokit.pulls.create({ ...app, title: 'B', head: 'b', base: 'main' });
    expect(data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    expect(await failure(octokit.pulls.merge({ ...app, pull_number: 1 }))).toBe('405: Pull Request is not mergeable');
    expect(await failure(octokit.repos.merge({ ...app, base: 'main', head: 'b' }))).toBe('409: Merge conflict');
    expect(await failure(octokit.repos.merge({ ...app, base: 'main', head: 'none' }))).toBe('404: Head does not exist');
    expect(await failure(octokit.repos.merge({ ...app, base: 'none', head: 'b' }))).toBe('404: Base does not exist');
  });

  it('become ready and drafts by GraphQL', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    await github.pushCommit({ repo: 'acme/app', branch: 'b', author: 'alice', files: { 'b.ts': 'b\n' } });
    const { data } = await octokit.pulls.create({ ...app, title: 'B', head: 'b', base: 'main', draft: true });
    expect(await failure(octokit.pulls.merge({ ...app, pull_number: 1 }))).toContain('405');
    const mutation = (name: string) =>
      `mutation($id: ID!) { ${name}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`;
    await octokit.graphql(mutation('markPullRequestReadyForReview'), { id: data.node_id });
    expect(github.pull('acme/app', 1).pull.draft).toBe(false);
    await octokit.graphql(mutation('convertPullRequestToDraft'), { id: data.node_id });
    expect(github.pull('acme/app', 1).pull.draft).toBe(true);
  });

  it('cannot be drafts where the repository has none', async () => {
    const github = await startWithRepository();
    await github.createRepository({ owner: 'acme', name: 'plain', drafts: false, allow: { squash: false } });
    const plain = { owner: 'acme', repo: 'plain' };
    await github.pushCommit({ repo: 'acme/plain', branch: 'b', author: 'alice', files: { 'b.ts': 'b\n' } });
    const octokit = clientOf(github, 'acme');
    const wanted = { ...plain, title: 'B', head: 'b', base: 'main' };
    expect(await failure(octokit.pulls.create({ ...wanted, draft: true }))).toContain('422');
    await octokit.pulls.create(wanted);
    expect(await failure(octokit.pulls.merge({ ...plain, pull_number: 1, merge_method: 'squash' }))).toContain('405');
    expect(await failure(octokit.pulls.merge({ ...plain, pull_number: 1, sha: 'a'.repeat(40) }))).toContain('409');
    expect((await octokit.pulls.merge({ ...plain, pull_number: 1, merge_method: 'rebase' })).data.merged).toBe(true);
  });

  it('follow their branches: new commits, a deleted head, a deleted base', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    const push = (branch: string, file: string) =>
      github.pushCommit({ repo: 'acme/app', branch, author: 'alice', files: { [file]: 'x\n' } });
    const first = await push('b', 'b1');
    await octokit.git.createRef({ ...app, ref: 'refs/heads/c', sha: first });
    await push('c', 'c1');
    await octokit.pulls.create({ ...app, title: 'B', head: 'b', base: 'main' });
    await octokit.pulls.create({ ...app, title: 'C', head: 'c', base: 'b' });
    const second = await push('b', 'b2');
    expect((await octokit.pulls.get({ ...app, pull_number: 1 })).data.head.sha).toBe(second);
    await octokit.pulls.merge({ ...app, pull_number: 1 });
    await octokit.git.deleteRef({ ...app, ref: 'heads/b' });
    expect((await octokit.pulls.get({ ...app, pull_number: 2 })).data).toMatchObject({
      state: 'open',
      base: { ref: 'main' },
    });
    await github.deleteBranch({ repo: 'acme/app', branch: 'c', by: 'alice' });
    expect((await octokit.pulls.get({ ...app, pull_number: 2 })).data).toMatchObject({
      state: 'closed',
      merged: false,
    });
    expect(github.violations).toEqual([]);
  });

  it('are merged by a push that brings their commits to the base', async () => {
    const github = await startWithRepository({ deliver: 'manual' });
    const octokit = clientOf(github, 'acme');
    const head = await github.pushCommit({ repo: 'acme/app', branch: 'b', author: 'alice', files: { 'b.ts': 'b\n' } });
    await octokit.pulls.create({ ...app, title: 'B', head: 'b', base: 'main' });
    await octokit.git.updateRef({ ...app, ref: 'heads/main', sha: head });
    expect(github.pull('acme/app', 1).pull).toMatchObject({ mergeCommitSha: head, mergedBy: 'planwright[bot]' });
    const events = github.webhooks.pending.map(({ event, action }) => `${event} ${action}`);
    expect(events.slice(-2)).toEqual(['push null', 'pull_request closed']);
    expect(JSON.parse(github.webhooks.pending.at(-1)?.payload ?? '{}').pull_request.merged).toBe(true);
  });

  it('do not say at once whether they can be merged, where that is asked for', async () => {
    const github = await startWithRepository({ mergeability: 'lazy' });
    const octokit = clientOf(github, 'acme');
    await github.pushCommit({ repo: 'acme/app', branch: 'b', author: 'alice', files: { 'b.ts': 'b\n' } });
    await octokit.pulls.create({ ...app, title: 'B', head: 'b', base: 'main' });
    const mergeable = async () => (await octokit.pulls.get({ ...app, pull_number: 1 })).data.mergeable;
    expect([await mergeable(), await mergeable()]).toEqual([null, true]);
    await github.pushCommit({ repo: 'acme/app', branch: 'main', author: 'alice', files: { 'b.ts': 'other\n' } });
    expect([await mergeable(), await mergeable()]).toEqual([null, false]);
  });

  it('ask collaborators for reviews, and list what they said', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    await github.pushCommit({ repo: 'acme/app', branch: 'b', author: 'alice', files: { 'b.ts': 'b\n' } });
    await octokit.pulls.create({ ...app, title: 'B', head: 'b', base: 'main' });
    const pull = { ...app, pull_number: 1 };
    await octokit.pulls.requestReviewers({ ...pull, reviewers: ['alice'] });
    expect(await failure(octokit.pulls.requestReviewers({ ...pull, reviewers: ['eve'] }))).toContain('422');
    expect(github.pull('acme/app', 1).pull.requestedReviewers).toEqual(['alice']);
    await github.reviewPull({ repo: 'acme/app', number: 1, by: 'alice', state: 'approved' });
    const reviews = (await octokit.pulls.listReviews(pull)).data.map(({ user, state }) => [user?.login, state]);
    expect(reviews).toEqual([['alice', 'APPROVED']]);
    expect(github.pull('acme/app', 1).pull.requestedReviewers).toEqual([]);
    expect((await octokit.pulls.listCommits(pull)).data).toHaveLength(1);
    expect((await octokit.pulls.list({ ...app, head: 'acme:b' })).data).toHaveLength(1);
    expect(github.violations).toEqual([]);
  });
});
