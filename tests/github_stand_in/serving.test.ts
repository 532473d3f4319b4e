import { Octokit } from '@octokit/rest';
import { setupServer } from 'msw/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { app, clientOf, failure, silent, startWithRepository } from './start.ts';

describe('serving the stand-in', () => {
  it('can be in process too, by the same handlers', async () => {
    const github = await startWithRepository();
    const server = setupServer(...github.handlers);
    server.listen({ onUnhandledFrame: 'error' });
    onTestFinished(() => server.close());
    const inProcess = clientOf({ ...github, url: 'http://github.example/api/v3' }, 'acme');
    expect((await inProcess.repos.get(app)).data.full_name).toBe('acme/app');
  });

  it('answers many at once, with each number and each comment given once', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    await octokit.repos.get(app);
    const titles = Array.from({ length: 40 }, (_, index) => `${index}`);
    const created = await Promise.all(titles.map((title) => octokit.issues.create({ ...app, title })));
    expect(new Set(created.map(({ data }) => data.number)).size).toBe(40);
    const main = github.branches('acme/app').main ?? '';
    const raced = await Promise.all(
      titles.map(() => failure(octokit.git.createRef({ ...app, ref: 'refs/heads/once', sha: main }))),
    );
    expect(raced.filter((result) => result === 'succeeded')).toHaveLength(1);
    expect(new Set(raced)).toEqual(new Set(['succeeded', '422: Reference already exists']));
  });

  it('lets clients whose clock is wrong find out by the date of its answers', async () => {
    const hourMs = 3_600_000;
    const github = await startWithRepository({ now: () => Date.now() + 5 * hourMs });
    const { data } = await clientOf(github, 'acme').repos.get(app);
    expect(data.full_name).toBe('acme/app');
    const requests = github.requests.map(({ operationId, status }) => `${operationId} ${status}`);
    expect(requests).toEqual([
      'apps/create-installation-access-token 401',
      'apps/create-installation-access-token 201',
      'repos/get 200',
    ]);
  });

  it('converts a manifest’s code once', async () => {
    const github = await startWithRepository();
    const anyone = new Octokit({ baseUrl: github.url, log: silent });
    const code = github.manifestCode();
    const { data } = await anyone.request('POST /app-manifests/{code}/conversions', { code });
    expect(data).toMatchObject({ id: github.appId, slug: 'planwright', webhook_secret: github.webhookSecret });
    expect(data.pem).toBe(github.privateKey);
    expect(await failure(anyone.request('POST /app-manifests/{code}/conversions', { code }))).toContain('404');
    const octokit = clientOf(github);
    // As data: a parameter of the name `url` is the address of the request to Octokit.
    await octokit.request('PATCH /app/hook/config', { data: { url: 'http://127.0.0.1:1/' } });
    expect((await octokit.apps.getWebhookConfigForApp()).data.url).toBe('http://127.0.0.1:1/');
    expect(github.violations).toEqual([]);
  });
});
