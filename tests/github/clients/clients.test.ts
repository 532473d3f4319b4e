import { describe, expect, it } from 'vitest';
import { placeNamed } from '../../../src/github/clients/repository_place.ts';
import { markReady } from '../../../src/github/effects/mark_ready.ts';
import { clientsOf } from '../clients_of.ts';
import { forgeSetting } from '../forge_setting.ts';
import type { ForgeWorld } from '../forge_world.ts';

const setting = forgeSetting();

/** A client for the world's issues whose every request and answer can be seen, and its answers changed. */
function clientFor(world: ForgeWorld, change: (answer: Response, url: string) => Response | Promise<Response>) {
  const { github, record, repo } = world;
  const sent: { readonly url: string; readonly init: RequestInit }[] = [];
  const clients = clientsOf(github, {
    fetch: async (input, init = {}) => {
      sent.push({ url: String(input), init });
      return await change(await fetch(input, init), String(input));
    },
  });
  const installation = record.github?.installation ?? 0;
  const octokit = clients.forRepository(placeNamed(record.name, { id: repo.id, installation }), { issues: 'write' });
  const comment = () =>
    octokit.rest.issues.createComment({
      owner: repo.owner,
      repo: repo.name,
      issue_number: world.issue,
      body: 'Hello.',
    });
  return { sent, comment, octokit, clients };
}

const same = (answer: Response) => answer;

describe('requests to GitHub', () => {
  it('say who sends them, end in time, and follow no redirect by themselves', async () => {
    const { comment, sent } = clientFor(await setting.world(), same);
    await comment();
    expect(sent).toHaveLength(2);
    for (const { init } of sent) {
      expect(new Headers(init.headers).get('user-agent')).toMatch(/^planwright\/1\.2\.3 /);
      expect(init.signal).toBeInstanceOf(AbortSignal);
      expect(init.redirect).toBe('manual');
    }
  });

  it.each([500, 502, 503])('are not repeated by themselves after %i: what was written is not known', async (status) => {
    const world = await setting.world();
    const { comment, sent } = clientFor(world, (answer, url) =>
      url.endsWith('/comments') ? Response.json({ message: 'Trouble' }, { status }) : answer,
    );
    await expect(comment()).rejects.toMatchObject({ code: 'github_unreachable' });
    expect(sent.filter(({ url }) => url.endsWith('/comments'))).toHaveLength(1);
    expect(world.repo.comments.size).toBe(1);
  });

  it('whose answer breaks off are not taken for done', async () => {
    const { comment } = clientFor(await setting.world(), async (answer, url) => {
      if (!url.endsWith('/comments')) return answer;
      const half = (await answer.text()).slice(0, 40);
      return new Response(half, { status: answer.status, headers: { 'content-type': 'application/json' } });
    });
    await expect(comment()).rejects.toMatchObject({ code: 'github_unreachable' });
  });

  it('share a token that is asked for once, also at the same moment', async () => {
    const { octokit, sent } = clientFor(await setting.world(), same);
    await Promise.all([1, 2, 3].map(() => octokit.request('GET /rate_limit')));
    expect(sent.filter(({ url }) => url.endsWith('/access_tokens'))).toHaveLength(1);
  });

  it('are refused where GraphQL says no in a good answer', async () => {
    const { octokit } = clientFor(await setting.world(), same);
    await expect(markReady(octokit, 'PR_unknown')).rejects.toMatchObject({ code: 'github_refusal', status: 200 });
  });

  it('wait where GraphQL says in a good answer that they are too many', async () => {
    const { octokit } = clientFor(await setting.world(), (answer, url) => {
      const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }];
      return url.endsWith('/graphql') ? Response.json({ data: null, errors }, { status: 200 }) : answer;
    });
    await expect(markReady(octokit, 'PR_unknown')).rejects.toMatchObject({ code: 'not_now' });
  });

  it('may reach all repositories of an installation where the scope names none', async () => {
    const world = await setting.world();
    const other = await setting.world();
    const { clients } = clientFor(world, same);
    const installation = world.record.github?.installation ?? 0;
    const octokit = clients.forScope({ installation, repository: null, permissions: { metadata: 'read' } });
    const { data } = await octokit.rest.repos.get({ owner: 'acme', repo: other.repo.name });
    expect(data.id).toBe(other.repo.id);
  });
});

describe('requests as the App itself', () => {
  it('are sent like any other, and have the same errors', async () => {
    const { clients, sent } = clientFor(await setting.world(), (answer, url) => {
      if (url.endsWith('/app')) return Response.json({ message: 'Trouble' }, { status: 502 });
      return url.endsWith('/hook/config') ? Response.json({ message: 'Who?' }, { status: 401 }) : answer;
    });
    await expect(clients.app.request('GET /app')).rejects.toMatchObject({ code: 'github_unreachable' });
    await expect(clients.app.request('GET /app/hook/config')).rejects.toMatchObject({ code: 'github_no_access' });
    await expect(clients.app.rest.apps.getInstallation({ installation_id: 4_711 })).rejects.toMatchObject({
      code: 'github_refusal',
      status: 404,
    });
    expect(sent).toHaveLength(3);
    for (const { init } of sent) {
      expect(new Headers(init.headers).get('user-agent')).toMatch(/^planwright\/1\.2\.3 /);
      expect(new Headers(init.headers).get('authorization')).toMatch(/^bearer /);
      expect(init.redirect).toBe('manual');
    }
  });

  it('are done where GitHub takes them on and says no more', async () => {
    const { clients } = clientFor(await setting.world(), () => new Response(null, { status: 202 }));
    await expect(clients.app.rest.apps.redeliverWebhookDelivery({ delivery_id: 1 })).resolves.toMatchObject({
      status: 202,
    });
  });
});
