import { describe, expect, it } from 'vitest';
import { app, clientOf, failure, startWithRepository } from './start.ts';

describe('checks of the stand-in', () => {
  it('are the app’s, the latest of a name is shown, and buttons are told', async () => {
    const github = await startWithRepository({ deliver: 'manual' });
    const octokit = clientOf(github, 'acme');
    const head_sha = github.branches('acme/app').main ?? '';
    const actions = [{ label: 'Retry', description: 'Try once more', identifier: 'retry' }];
    await octokit.checks.create({ ...app, name: 'planwright', head_sha });
    const { data } = await octokit.checks.create({
      ...app,
      name: 'planwright',
      head_sha,
      status: 'in_progress',
      actions,
    });
    expect(data).toMatchObject({
      app: { id: github.appId, slug: 'planwright' },
      status: 'in_progress',
      conclusion: null,
    });
    const output = { title: 'Done', summary: 'All done' };
    const done = { ...app, check_run_id: data.id, conclusion: 'success', output } as const;
    expect((await octokit.checks.update(done)).data).toMatchObject({ status: 'completed', conclusion: 'success' });
    const ci = await github.reportCheck({ repo: 'acme/app', name: 'test', sha: head_sha, conclusion: 'failure' });
    const listed = await octokit.checks.listForRef({ ...app, ref: 'main' });
    expect(listed.data.check_runs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['test', 'failure'],
      ['planwright', 'success'],
    ]);
    const all = await octokit.checks.listForRef({ ...app, ref: head_sha, check_name: 'planwright', filter: 'all' });
    expect(all.data.total_count).toBe(2);
    expect(await failure(octokit.checks.update({ ...app, check_run_id: ci.id, name: 'mine' }))).toContain('403');
    expect(await failure(octokit.checks.create({ ...app, name: 'x', head_sha: 'f'.repeat(40) }))).toContain('422');
    await github.pressCheckButton({ repo: 'acme/app', check: data.id, by: 'alice', identifier: 'retry' });
    expect(JSON.parse(github.webhooks.pending.at(-1)?.payload ?? '{}')).toMatchObject({
      action: 'requested_action',
      requested_action: { identifier: 'retry' },
      check_run: { id: data.id },
      sender: { login: 'alice' },
    });
    expect(github.violations).toEqual([]);
  });
});

describe('refs and commits of the stand-in', () => {
  it('move forward only, unless forced', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    const first = github.branches('acme/app').main ?? '';
    const second = await github.pushCommit({ repo: 'acme/app', branch: 'b', author: 'alice', files: { b: 'b' } });
    const ref = 'heads/planwright/1/plan';
    await octokit.git.createRef({ ...app, ref: `refs/${ref}`, sha: first });
    expect(await failure(octokit.git.createRef({ ...app, ref: `refs/${ref}`, sha: first }))).toBe(
      '422: Reference already exists',
    );
    expect((await octokit.git.updateRef({ ...app, ref, sha: second })).data.object.sha).toBe(second);
    expect(await failure(octokit.git.updateRef({ ...app, ref, sha: first }))).toBe('422: Update is not a fast forward');
    expect((await octokit.git.updateRef({ ...app, ref, sha: first, force: true })).status).toBe(200);
    expect((await octokit.git.getRef({ ...app, ref })).data.object.sha).toBe(first);
    const matching = await octokit.git.listMatchingRefs({ ...app, ref: 'heads/planwright/' });
    expect(matching.data.map((found) => found.ref)).toEqual([`refs/${ref}`]);
    expect((await octokit.repos.getBranch({ ...app, branch: 'planwright/1/plan' })).data.commit.sha).toBe(first);
    await octokit.git.deleteRef({ ...app, ref });
    expect(await failure(octokit.git.getRef({ ...app, ref }))).toContain('404');
    expect(await failure(octokit.git.deleteRef({ ...app, ref }))).toContain('422');
    expect(github.violations).toEqual([]);
    expect(github.unknown).toEqual([]);
  });

  it('are read, listed and compared', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    const base = github.branches('acme/app').main ?? '';
    const head = await github.pushCommit({
      repo: 'acme/app',
      branch: 'x/b',
      author: 'alice',
      files: { 'src/b.ts': 'b\n', 'src/a.ts': null },
      message: 'feat: b\n\nBody.',
    });
    expect((await octokit.git.getCommit({ ...app, commit_sha: head })).data.message).toBe('feat: b\n\nBody.');
    const commit = await octokit.repos.getCommit({ ...app, ref: 'x/b' });
    expect(commit.data).toMatchObject({ sha: head, author: { login: 'alice' }, parents: [{ sha: base }] });
    expect((await octokit.repos.listCommits({ ...app, sha: 'x/b', per_page: 1 })).data.map(({ sha }) => sha)).toEqual([
      head,
    ]);
    const compared = await octokit.repos.compareCommitsWithBasehead({ ...app, basehead: 'main...x/b' });
    expect(compared.data).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 });
    const files = compared.data.files?.map(
      (each) => `${each.status} ${each.filename} +${each.additions} -${each.deletions}`,
    );
    expect(files).toEqual(['removed src/a.ts +0 -1', 'added src/b.ts +1 -0']);
    const file = await octokit.repos.getContent({ ...app, path: 'src/b.ts', ref: 'x/b' });
    expect(file.data).toMatchObject({ type: 'file', encoding: 'base64', content: `${btoa('b\n')}\n` });
    const folder = await octokit.repos.getContent({ ...app, path: 'src', ref: head });
    expect(folder.data).toMatchObject([{ name: 'b.ts', path: 'src/b.ts', type: 'file' }]);
    await github.pushCommit({
      repo: 'acme/app',
      branch: 'moved',
      author: 'alice',
      files: { 'README.md': null, 'READ.md': 'hello\n' },
    });
    const moved = await octokit.repos.compareCommitsWithBasehead({ ...app, basehead: 'main...moved' });
    expect(moved.data.files).toMatchObject([
      { status: 'renamed', filename: 'READ.md', previous_filename: 'README.md' },
    ]);
    const raw = await octokit.repos.getContent({ ...app, path: 'README.md', mediaType: { format: 'raw' } });
    expect(raw.data).toBe('hello\n');
    expect(await failure(octokit.repos.getContent({ ...app, path: 'none' }))).toContain('404');
    expect(github.violations).toEqual([]);
    expect(github.unknown).toEqual([]);
  });
});
