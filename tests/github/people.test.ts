import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RepositoryRecord } from '../../src/core/records.ts';
import { installationOwners } from '../../src/github/app/installation_owners.ts';
import { isReached } from '../../src/github/app/is_reached.ts';
import type { Patience } from '../../src/github/clients/paced.ts';
import { type ClientFor, createPeople } from '../../src/github/people.ts';
import { NotNowError } from '../../src/service/ports/forge.ts';
import type { People } from '../../src/service/ports/people.ts';
import { type GitHub, startGitHub } from '../support/github/start_github.ts';
import { clientsOf } from './clients_of.ts';

const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const;

let github: GitHub;
let people: People;
let record: RepositoryRecord;
beforeAll(async () => {
  github = await startGitHub();
  const repo = await github.createRepository({
    owner: 'acme',
    name: 'web',
    files: { '.github/planwright.yml': 'label: roadmap\n' },
  });
  await github.createRepository({
    owner: 'acme',
    name: '.github',
    files: { '.github/planwright.yml': 'refusal: polite\n' },
  });
  for (const role of ROLES) github.addCollaborator(repo, `a-${role}`, role);
  github.addAccount('passer-by', 'User');
  github.addTeam('acme', 'core', ['a-read']);
  const installation = github.installApp('acme');
  github.addAccount('mallory-inc', 'Organization');
  github.installApp('mallory-inc');
  record = {
    id: 'r',
    name: 'acme/web',
    cloneUrl: github.cloneUrl(repo),
    github: { id: repo.id, installation: installation.id },
  };
  const clock = { now: () => Date.now() };
  const clients = clientsOf(github);
  people = createPeople(
    clients.forScope,
    {
      owners: new Set(['acme']),
      ownerOf: installationOwners(clients.app, clock),
      isReached: (place) => isReached(clients.app, place),
    },
    { id: github.appId, botLogin: `${github.slug}[bot]` },
  );
});
afterAll(() => github.close());
afterEach(() => {
  expect(github.violations).toEqual([]);
  expect(github.unknown).toEqual([]);
});

it.each([
  ['write', ['a-write', 'a-maintain', 'a-admin']],
  ['maintain', ['a-maintain', 'a-admin']],
  ['admin', ['a-admin']],
] as const)('may command who has at least the role %s, and nobody else', async (atLeast, expected) => {
  const logins = [...ROLES.map((role) => `a-${role}`), 'passer-by', 'nobody-at-all', ''];
  const allowed: string[] = [];
  for (const login of logins) if (await people.may(record, login, { kind: 'role', atLeast })) allowed.push(login);
  expect(allowed).toEqual(expected);
});

it('may command who is in the team, whatever the role', async () => {
  const inTeam = (login: string, slug = 'core') => people.may(record, login, { kind: 'team', slug });
  expect(await inTeam('a-read')).toBe(true);
  expect(await inTeam('a-admin')).toBe(false);
  expect(await inTeam('a-read', 'no-such-team')).toBe(false);
});

it('counts only installations of allowed owners, and none that is gone', async () => {
  expect(await people.isAllowed(github.installation('acme').id)).toBe(true);
  expect(await people.isAllowed(github.installation('mallory-inc').id)).toBe(false);
  expect(await people.isAllowed(4_711)).toBe(false);
});

it('reads the settings of the repository and of its organisation', async () => {
  expect(await people.settingsFiles(record)).toEqual({ own: 'label: roadmap\n', organisation: 'refusal: polite\n' });
});

it('tells whoever may not command once, and leaves it where the comment is gone', async () => {
  const { number } = await github.openIssue({ repo: 'acme/web', author: 'passer-by', title: 'T' });
  const comment = await github.commentOn({ repo: 'acme/web', number, author: 'passer-by', body: '/planwright run' });
  const said = { issue: number, comment: comment.id, line: 'Commands here need `write`.' };
  expect(await people.turnAway(record, { ...said, line: null })).toBe(true);
  expect(comment.reactions.map(({ content }) => content)).toEqual(['-1']);
  await people.turnAway(record, said);
  expect(await people.turnAway(record, said)).toBe(true);
  const lines = github.comments('acme/web', number).filter(({ body }) => body.startsWith('Commands here need'));
  expect(lines).toHaveLength(1);
  await github.deleteComment({ repo: 'acme/web', comment: comment.id, by: 'passer-by' });
  expect(await people.turnAway(record, said)).toBe(false);
});

it('says that somebody was told where the reaction stands, though another write took the turn of the line', async () => {
  const { number } = await github.openIssue({ repo: 'acme/web', author: 'passer-by', title: 'T' });
  const comment = await github.commentOn({ repo: 'acme/web', number, author: 'passer-by', body: '/planwright run' });
  const said = { issue: number, comment: comment.id, line: 'Commands here need `write`.' };
  const clients = clientsOf(github);
  const app = { id: github.appId, botLogin: `${github.slug}[bot]` };
  /** People whose writes find a turn only with these kinds of patience. */
  const peopleWithTurns = (...free: readonly Patience[]) => {
    const clientFor: ClientFor = (scope, patience = 'a_while') => {
      const octokit = clients.forScope(scope, patience);
      octokit.hook.before('request', ({ method }) => {
        if (method !== 'GET' && !free.includes(patience)) throw new NotNowError(0, 'Other writes come first.');
      });
      return octokit;
    };
    const installations = { owners: new Set(['acme']), ownerOf: async () => 'acme', isReached: async () => true };
    return createPeople(clientFor, installations, app);
  };
  expect(await peopleWithTurns('if_next').turnAway(record, said)).toBe(false);
  expect(comment.reactions).toEqual([]);
  expect(await peopleWithTurns('if_free').turnAway(record, said)).toBe(true);
  expect(comment.reactions.map(({ content }) => content)).toEqual(['-1']);
  expect(github.comments('acme/web', number).map(({ body }) => body)).toEqual(['/planwright run']);
  expect(await peopleWithTurns('if_free', 'if_next').turnAway(record, said)).toBe(true);
  expect(github.comments('acme/web', number)).toHaveLength(2);
});

it('says how a pull request stands and at which commit, also of a repository that was renamed since', async () => {
  const repo = await github.createRepository({ owner: 'acme', name: 'first-name', files: { 'a.txt': 'a' } });
  const stored = {
    ...record,
    name: 'acme/first-name',
    github: { id: repo.id, installation: record.github?.installation ?? 0 },
  };
  const base = repo.refs.get('refs/heads/main') ?? '';
  const branch = 'planwright/1/plan';
  const pushed = await github.pushCommit({
    repo,
    branch,
    author: 'a-write',
    files: { b: 'b' },
    force: { parent: base },
  });
  const { number } = await github.openPull({
    repo,
    author: 'a-write',
    head: branch,
    base: 'main',
    title: 'T',
    body: '',
  });
  const open = { state: 'open', headCommit: pushed, base: 'main', goneBranch: null };
  const asked = () =>
    Promise.all([
      people.pull(stored, number),
      people.pull(stored, 999),
      people.contains(stored, pushed, base),
      people.contains(stored, base, pushed),
      people.standsAt(stored, branch, pushed),
    ]);
  expect(await asked()).toEqual([open, null, true, false, true]);
  github.renameRepository(repo, 'second-name', 'a-admin');
  expect(await asked()).toEqual([open, null, true, false, true]);
  await github.deleteBranch({ repo, branch, by: 'a-write' });
  expect(await people.pull(stored, number)).toEqual({ ...open, state: 'closed', goneBranch: branch });
});

it('says where a branch stands', async () => {
  const repo = await github.createRepository({ owner: 'acme', name: 'branches', files: { 'a.txt': 'a' } });
  const there = { ...record, name: 'acme/branches', cloneUrl: github.cloneUrl(repo) };
  const at = { ...there, github: { id: repo.id, installation: github.installation('acme').id } };
  const head = repo.refs.get('refs/heads/main') ?? '';
  expect(await people.standsAt(at, 'main', head)).toBe(true);
  expect(await people.standsAt(at, 'main', 'd'.repeat(40))).toBe(false);
  expect(await people.standsAt(at, 'main', null)).toBe(false);
  expect(await people.standsAt(at, 'mai', null)).toBe(true);
});

it('says whether the App reaches a repository now, whatever it was told before', async () => {
  github.addAccount('globex', 'Organization');
  const repo = await github.createRepository({ owner: 'globex', name: 'shop', files: { 'a.txt': 'a' } });
  await github.createRepository({ owner: 'globex', name: 'other', files: { 'a.txt': 'a' } });
  const { id: installation } = github.installApp('globex');
  const shop = { ...record, name: 'globex/shop', github: { id: repo.id, installation } };
  expect(await people.isReached(shop)).toBe(true);
  github.suspend('globex');
  expect(await people.isReached(shop)).toBe(false);
  github.unsuspend('globex');
  expect(await people.isReached(shop)).toBe(true);
  github.removeAppFrom('globex/shop');
  expect(await people.isReached(shop)).toBe(false);
  github.uninstall('globex');
  expect(await people.isReached(shop)).toBe(false);
});

it('says nothing of a repository where GitHub does not take the key of the App', async () => {
  const { app } = clientsOf(github, { appId: github.appId + 1 });
  const place = { owner: 'acme', repo: 'web', id: 1, installation: 1 };
  await expect(isReached(app, place)).rejects.toMatchObject({ code: 'github_no_access', isUnknown: true });
});
