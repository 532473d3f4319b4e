import { describe, expect, it } from 'vitest';
import { app, clientOf, failure, startWithRepository } from './start.ts';

describe('faults of the stand-in', () => {
  it('break an answer after the request acted, or refuse it before', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    await github.openIssue({ repo: 'acme/app', author: 'alice', title: 'T' });
    const comment = (body: string) => octokit.issues.createComment({ ...app, issue_number: 1, body });
    await comment('1');
    github.faults.once({ kind: 'drop_answer' }, ({ operationId }) => operationId === 'issues/create-comment');
    expect(await failure(comment('2'))).not.toBe('succeeded');
    github.faults.once({ kind: 'status', status: 502 });
    expect(await failure(comment('3'))).toContain('502');
    expect(github.comments('acme/app', 1).map(({ body }) => body)).toEqual(['1', '2']);
    expect(github.writes('issues/create-comment').map(({ status }) => status)).toEqual([201, 0, 502]);
  });

  it('say that a limit is reached', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    const answered = async () => {
      const response = await octokit.repos.get(app).catch((error) => error.response);
      return [response.status, response.headers['x-ratelimit-remaining'], response.headers['retry-after']];
    };
    expect(await answered()).toEqual([200, '4999', undefined]);
    github.faults.once({ kind: 'primary_limit', resetAt: Date.UTC(2030, 0, 1) });
    expect(await answered()).toEqual([403, '0', undefined]);
    github.faults.once({ kind: 'secondary_limit', status: 429, retryAfterSeconds: 7 });
    expect((await answered())[2]).toBe('7');
    expect((await octokit.rateLimit.get()).data.rate.limit).toBe(5_000);
  });

  it('meet every nth write until they are cleared', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    await octokit.repos.get(app);
    const end = github.faults.everyNthWrite(3, { kind: 'status', status: 502 });
    const statuses: string[] = [];
    for (const title of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await octokit.repos.get(app);
      statuses.push(await failure(octokit.issues.create({ ...app, title })));
    }
    expect(statuses.map((status) => status.slice(0, 3))).toEqual(['suc', 'suc', '502', 'suc', 'suc', '502']);
    end();
    expect(await failure(octokit.issues.create({ ...app, title: 'g' }))).toBe('succeeded');
  });

  it('hold a request back until the test lets it go', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    const gate = Promise.withResolvers<void>();
    github.faults.once(
      { kind: 'gate', open: gate.promise },
      ({ kind, template }) => kind === 'write' && template?.endsWith('/issues') === true,
    );
    const held = octokit.issues.create({ ...app, title: 'held' });
    await octokit.issues.create({ ...app, title: 'first' });
    gate.resolve();
    expect((await held).data.number).toBe(2);
  });
});
