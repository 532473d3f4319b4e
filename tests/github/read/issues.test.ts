import { Octokit } from '@octokit/rest';
import { expect, it } from 'vitest';
import { GitHubRefusalError } from '../../../src/github/clients/github_error.ts';
import { issueNow, issuesBelow } from '../../../src/github/read/issues.ts';

const named = { owner: 'acme', repo: 'web' };
const place = { id: 7, installation: 1, ...named };

/** An issue as lists of GitHub have it. */
function listed(number: number, below = 0, changes: object = {}) {
  return {
    number,
    title: `Issue ${number}`,
    body: null,
    state: 'open',
    repository_url: 'https://api.github.com/repos/Acme/web',
    sub_issues_summary: { total: below, completed: 0, percent_completed: 0 },
    ...changes,
  };
}

/** GitHub that answers by path; what it does not know stands nowhere. `most`: how many calls were under way together. */
function answering(answer: (path: string, page: number) => object | null) {
  const seen = { paths: [] as string[], most: 0 };
  let underWay = 0;
  const fetch = async (url: string) => {
    const { pathname, searchParams } = new URL(url);
    const path = pathname.replace('/repos/acme/web/issues/', '');
    seen.paths.push(path);
    seen.most = Math.max(seen.most, ++underWay);
    await Promise.resolve();
    await Promise.resolve();
    underWay -= 1;
    const page = Number(searchParams.get('page') ?? 1);
    const found = answer(path, page);
    const link = `<${url.split('&page')[0]}&page=${page + 1}>; rel="next"`;
    const isMore = Array.isArray(found) && found.length === 100;
    const headers = { 'content-type': 'application/json', ...(isMore ? { link } : {}) };
    return new Response(JSON.stringify(found ?? { message: 'Not Found' }), { status: found ? 200 : 404, headers });
  };
  const octokit = new Octokit({ request: { fetch } });
  octokit.hook.error('request', (error) => {
    throw 'status' in error ? new GitHubRefusalError(Number(error.status), error.message, 'GET') : error;
  });
  return { client: { octokit, named, place }, seen };
}

it('reads what stands below an issue, page by page, with what blocks them, a few calls at once', async () => {
  const children = Array.from({ length: 150 }, (_, index) => listed(index + 2, index === 0 ? 1 : 0));
  const { client, seen } = answering((path, page) => {
    if (path === '1/sub_issues') return children.slice((page - 1) * 100, page * 100);
    if (path === '2/sub_issues') return [listed(500, 0, { state: 'closed', state_reason: 'duplicate' })];
    if (path === '3/dependencies/blocked_by') {
      const elsewhere = { repository_url: 'https://api.github.com/repos/other/app' };
      return [listed(2), listed(600), listed(9, 0, elsewhere)];
    }
    if (path === '500/dependencies/blocked_by') return [listed(3)];
    return path.endsWith('/blocked_by') ? [] : null;
  });
  const { tree, issues, isCut } = await issuesBelow(client, 1);
  expect(tree.map(({ number }) => number)).toEqual(children.map(({ number }) => number));
  expect(tree[0]?.children).toEqual([{ number: 500, blockedBy: ['#3'], children: [] }]);
  expect(tree[1]?.blockedBy).toEqual(['#2', '#600', 'other/app#9']);
  expect(issues).toHaveLength(152);
  expect(issues.find(({ number }) => number === 500)?.standing).toBe('dropped');
  expect(isCut).toBeUndefined();
  expect([seen.most > 5, seen.most <= 10]).toEqual([true, true]);
});

it('stops where more stand there than a plan may have, also in a circle', async () => {
  const { client, seen } = answering((path) =>
    path.endsWith('/sub_issues') ? Array.from({ length: 99 }, (_, index) => listed(index + 2, 1)) : [],
  );
  const { isCut } = await issuesBelow(client, 1);
  expect(isCut).toBe(true);
  expect(seen.paths.length).toBeLessThan(1_000);
});

it('says that an issue is gone which was deleted, or is elsewhere by now', async () => {
  for (const status of [301, 404, 410]) {
    const octokit = new Octokit();
    octokit.hook.wrap('request', () => {
      throw new GitHubRefusalError(status, 'no', 'GET');
    });
    expect(await issueNow({ octokit, named, place }, 5)).toBeNull();
  }
});
