import { Octokit } from '@octokit/rest';
import { describe, expect, it } from 'vitest';
import type { GitHub } from '../support/github/start_github.ts';
import { app, clientOf, failure, silent, startWithRepository } from './start.ts';

async function tokenFor(github: GitHub, narrowing: { repositories?: string[]; permissions?: object }) {
  const octokit = clientOf(github);
  const { data } = await octokit.apps.createInstallationAccessToken({
    installation_id: github.installation('acme').id,
    ...narrowing,
  });
  return { octokit: new Octokit({ auth: data.token, baseUrl: github.url, log: silent }), data };
}

describe('access to the stand-in', () => {
  it('is by the app itself only to what is the app’s', async () => {
    const github = await startWithRepository();
    const itself = clientOf(github);
    expect((await itself.apps.getAuthenticated()).data).toMatchObject({ id: github.appId, slug: 'planwright' });
    expect((await itself.apps.listInstallations()).data).toMatchObject([{ account: { login: 'acme' } }]);
    expect((await itself.apps.getRepoInstallation(app)).data.id).toBe(github.installation('acme').id);
    const { octokit } = await tokenFor(github, {});
    expect(await failure(octokit.apps.getAuthenticated())).toContain('401');
    expect(await failure(new Octokit({ auth: 'x', baseUrl: github.url, log: silent }).repos.get(app))).toBe(
      '401: Bad credentials',
    );
    expect(await failure(new Octokit({ baseUrl: github.url, log: silent }).repos.get(app))).toContain('401');
  });

  it('ends where the token’s repositories and permissions end', async () => {
    const github = await startWithRepository();
    await github.createRepository({ owner: 'acme', name: 'other' });
    const { octokit, data } = await tokenFor(github, { repositories: ['app'], permissions: { issues: 'read' } });
    expect(data).toMatchObject({ repository_selection: 'selected', permissions: { issues: 'read', metadata: 'read' } });
    expect((await octokit.issues.listForRepo(app)).data).toEqual([]);
    expect(await failure(octokit.issues.create({ ...app, title: 'x' }))).toBe(
      '403: Resource not accessible by integration',
    );
    expect(await failure(octokit.repos.get({ owner: 'acme', repo: 'other' }))).toContain('404');
    expect((await octokit.apps.listReposAccessibleToInstallation()).data.total_count).toBe(1);
    expect(await failure(tokenFor(github, { permissions: { administration: 'write' } }))).toContain('422');
    expect(await failure(tokenFor(github, { repositories: ['none'] }))).toContain('422');
  });

  it('ends with the hour, with a suspension and with the installation', async () => {
    let now = Date.UTC(2026, 0, 1);
    const github = await startWithRepository({ now: () => now });
    const token = 'ghs_direct';
    const installation = github.installation('acme');
    github.state.tokens.set(token, {
      kind: 'installation',
      installation: installation.id,
      repositories: undefined,
      permissions: installation.permissions,
      expiresAt: now + 3_600_000,
    });
    const octokit = new Octokit({ auth: token, baseUrl: github.url, log: silent });
    expect((await octokit.repos.get(app)).status).toBe(200);
    now += 3_600_000;
    expect(await failure(octokit.repos.get(app))).toBe('401: Bad credentials');
    now -= 1_000;
    github.suspend('acme');
    expect(await failure(octokit.repos.get(app))).toBe('403: This installation has been suspended');
    github.unsuspend('acme');
    github.removeAppFrom('acme/app');
    expect(await failure(octokit.repos.get(app))).toContain('404');
    github.uninstall('acme');
    expect(await failure(octokit.repos.get(app))).toBe('401: Bad credentials');
  });

  it('follows a repository to its new name', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    github.renameRepository('acme/app', 'renamed');
    expect((await octokit.repos.get(app)).data.name).toBe('renamed');
    const { data } = await octokit.issues.create({ ...app, title: 'Still here' });
    expect(data.number).toBe(1);
    expect((await octokit.request('GET /repositories/{id}', { id: github.repository('acme/app').id })).data.name).toBe(
      'renamed',
    );
    expect(github.violations).toEqual([]);
    expect(github.unknown).toEqual([]);
  });

  it('ends where a repository goes to another owner, unless the app is there too', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    await octokit.repos.get(app);
    github.transferRepository('acme/app', 'other');
    expect(await failure(octokit.repos.get(app))).toContain('404');
    expect(await failure(clientOf(github).apps.getRepoInstallation({ owner: 'other', repo: 'app' }))).toContain('404');
    github.installApp('other', { repositories: ['other/app'] });
    expect((await clientOf(github, 'other').repos.get({ owner: 'other', repo: 'app' })).data.owner.login).toBe('other');
    const installations = await clientOf(github).apps.listInstallations();
    expect(installations.data.map((found) => found.repository_selection)).toEqual(['all', 'selected']);
  });

  it('records what GitHub does not know: bodies, queries and addresses', async () => {
    const github = await startWithRepository();
    const octokit = clientOf(github, 'acme');
    expect(await failure(octokit.request('POST /repos/acme/app/issues', { titel: 'x' }))).toContain('422');
    expect(await failure(octokit.request('GET /repos/acme/app/issues?stat=open'))).toContain('422');
    expect(await failure(octokit.request('GET /repos/acme/app/nothing'))).toContain('404');
    expect(github.violations.map(({ problems }) => problems)).toEqual([
      ["body: must have required property 'title'", 'body: must NOT have additional properties (titel)'],
      ['query: must NOT have additional properties (stat)'],
    ]);
    expect(github.unknown).toEqual([{ method: 'GET', url: `${github.url}/repos/acme/app/nothing` }]);
  });

  it('tells people’s permissions and teams', async () => {
    const github = await startWithRepository();
    github.addCollaborator('acme/app', 'bob', 'triage');
    github.addAccount('eve', 'User');
    github.addTeam('acme', 'core', ['bob']);
    const octokit = clientOf(github, 'acme');
    const of = async (username: string) => {
      const { data } = await octokit.repos.getCollaboratorPermissionLevel({ ...app, username });
      return [data.permission, data.role_name];
    };
    expect(await of('alice')).toEqual(['write', 'write']);
    expect(await of('Bob')).toEqual(['read', 'triage']);
    expect(await of('eve')).toEqual(['none', 'none']);
    expect(await failure(of('nobody'))).toContain('404');
    const member = (username: string) =>
      octokit.teams.getMembershipForUserInOrg({ org: 'acme', team_slug: 'core', username });
    expect((await member('bob')).data.state).toBe('active');
    expect(await failure(member('alice'))).toContain('404');
  });
});
