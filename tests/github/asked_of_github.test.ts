import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RepositoryRecord } from '../../src/core/records.ts';
import { installationOwners } from '../../src/github/app/installation_owners.ts';
import { isReached } from '../../src/github/app/is_reached.ts';
import { createAuthorization } from '../../src/github/authorization.ts';
import type { ClientFor } from '../../src/github/clients/client_for.ts';
import type { Patience } from '../../src/github/clients/paced.ts';
import { createPutBack } from '../../src/github/put_back.ts';
import { createRepositoryReader } from '../../src/github/repository_reader.ts';
import { createTurnAway } from '../../src/github/turn_away.ts';
import type { Authorization } from '../../src/service/ports/authorization.ts';
import { NotNowError } from '../../src/service/ports/forge.ts';
import type { GitHubSide } from '../../src/service/ports/github_side.ts';
import type { RepositoryReader } from '../../src/service/ports/repository_reader.ts';
import { type GitHub, startGitHub } from '../support/github/start_github.ts';
import { clientsOf } from './clients_of.ts';

const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const;

let github: GitHub;
let authorization: Authorization;
let repositories: RepositoryReader;
let turnAway: GitHubSide['turnAway'];
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
  authorization = createAuthorization(clients.forScope, {
    owners: new Set(['acme']),
    ownerOf: installationOwners(clients.app, clock),
  });
  repositories = createRepositoryReader(clients.forScope, (place) => isReached(clients.app, place));
  turnAway = createTurnAway(clients.forScope, { id: github.appId, botLogin: `${github.slug}[bot]` });
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
  for (const login of logins)
    if (await authorization.may(record, login, { kind: 'role', atLeast })) allowed.push(login);
  expect(allowed).toEqual(expected);
});

it('may command who is in the team, whatever the role', async () => {
  const inTeam = (login: string, slug = 'core') => authorization.may(record, login, { kind: 'team', slug });
  expect(await inTeam('a-read')).toBe(true);
  expect(await inTeam('a-admin')).toBe(false);
  expect(await inTeam('a-read', 'no-such-team')).toBe(false);
});

it('counts only installations of allowed owners, and none that is gone', async () => {
  expect(await authorization.isAllowed(github.installation('acme').id)).toBe(true);
  expect(await authorization.isAllowed(github.installation('mallory-inc').id)).toBe(false);
  expect(await authorization.isAllowed(4_711)).toBe(false);
});

it('reads the settings of the repository and of its organisation', async () => {
  expect(await repositories.settingsFiles(record)).toEqual({
    own: 'label: roadmap\n',
    organisation: 'refusal: polite\n',
  });
});

it('tells whoever may not command once, and leaves it where the comment is gone', async () => {
  const { number } = await github.openIssue({ repo: 'acme/web', author: 'passer-by', title: 'T' });
  const comment = await github.commentOn({ repo: 'acme/web', number, author: 'passer-by', body: '/planwright run' });
  const said = { issue: number, comment: comment.id, line: 'Commands here need `write`.' };
  expect(await turnAway(record, { ...said, line: null })).toBe(true);
  expect(comment.reactions.map(({ content }) => content)).toEqual(['-1']);
  await turnAway(record, said);
  expect(await turnAway(record, said)).toBe(true);
  const lines = github.comments('acme/web', number).filter(({ body }) => body.startsWith('Commands here need'));
  expect(lines).toHaveLength(1);
  await github.deleteComment({ repo: 'acme/web', comment: comment.id, by: 'passer-by' });
  expect(await turnAway(record, said)).toBe(false);
});

it('writes a comment of its own back as it was, unless it was written anew since', async () => {
  const { number } = await github.openIssue({ repo: 'acme/web', author: 'passer-by', title: 'T' });
  const { id } = await github.commentOn({
    repo: 'acme/web',
    number,
    author: `${github.slug}[bot]`,
    body: '- [ ] keep',
  });
  const text = () => github.comments('acme/web', number).find((each) => each.id === id)?.body;
  const putBack = createPutBack(clientsOf(github).forScope);
  const was = { comment: id, edited: '- [x] keep', before: '- [ ] keep' };
  await github.editComment({ repo: 'acme/web', comment: id, by: 'a-write', body: was.edited });
  expect(await putBack(record, was)).toBe(true);
  expect(text()).toBe(was.before);
  await github.editComment({ repo: 'acme/web', comment: id, by: 'a-write', body: 'Q3 was answered.' });
  expect(await putBack(record, was)).toBe(false);
  expect(text()).toBe('Q3 was answered.');
  expect(await putBack(record, { ...was, comment: 4_711 })).toBe(false);
});

it('says that somebody was told where the reaction stands, though another write took the turn of the line', async () => {
  const { number } = await github.openIssue({ repo: 'acme/web', author: 'passer-by', title: 'T' });
  const comment = await github.commentOn({ repo: 'acme/web', number, author: 'passer-by', body: '/planwright run' });
  const said = { issue: number, comment: comment.id, line: 'Commands here need `write`.' };
  const clients = clientsOf(github);
  const app = { id: github.appId, botLogin: `${github.slug}[bot]` };
  /** Writes find a turn only with these kinds of patience. */
  const turnAwayWithTurns = (...free: readonly Patience[]) => {
    const clientFor: ClientFor = (scope, patience = 'a_while') => {
      const octokit = clients.forScope(scope, patience);
      octokit.hook.before('request', ({ method }) => {
        if (method !== 'GET' && !free.includes(patience)) throw new NotNowError(0, 'Other writes come first.');
      });
      return octokit;
    };
    return createTurnAway(clientFor, app);
  };
  expect(await turnAwayWithTurns('if_next')(record, said)).toBe(false);
  expect(comment.reactions).toEqual([]);
  expect(await turnAwayWithTurns('if_free')(record, said)).toBe(true);
  expect(comment.reactions.map(({ content }) => content)).toEqual(['-1']);
  expect(github.comments('acme/web', number).map(({ body }) => body)).toEqual(['/planwright run']);
  expect(await turnAwayWithTurns('if_free', 'if_next')(record, said)).toBe(true);
  expect(github.comments('acme/web', number)).toHaveLength(2);
});

it('says how a pull request stands and at which commit, also of a repository that was renamed since', async () => {
  const repo = await github.createRepository({
    owner: 'acme',
    name: 'first-name',
    files: { '.github/planwright.yml': 'label: plan\n' },
  });
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
  const issues = await Promise.all(
    [1, 2].map(() => github.openIssue({ repo, author: 'a-write', title: 'Plan', body: '' })),
  );
  const [openIssue, closedIssue] = issues.map((issue) => issue.number);
  await github.closeIssue({ repo, number: closedIssue ?? 0, by: 'a-write' });
  const open = { state: 'open', headCommit: pushed, base: 'main', goneBranch: null };
  const asked = () =>
    Promise.all([
      repositories.pull(stored, number),
      repositories.pull(stored, 999),
      repositories.contains(stored, pushed, base),
      repositories.contains(stored, base, pushed),
      repositories.standsAt(stored, branch, pushed),
      repositories.isIssueOpen(stored, openIssue ?? 0),
      repositories.isIssueOpen(stored, closedIssue ?? 0),
      repositories.isIssueOpen(stored, 999),
      repositories.settingsFiles(stored),
    ]);
  const answers = [
    open,
    null,
    true,
    false,
    true,
    true,
    false,
    false,
    { own: 'label: plan\n', organisation: 'refusal: polite\n' },
  ];
  expect(await asked()).toEqual(answers);
  github.renameRepository(repo, 'second-name', 'a-admin');
  expect(await asked()).toEqual(answers);
  await github.deleteBranch({ repo, branch, by: 'a-write' });
  expect(await repositories.pull(stored, number)).toEqual({ ...open, state: 'closed', goneBranch: branch });
});

it('says who may do what in a repository that was renamed since', async () => {
  const repo = await github.createRepository({ owner: 'acme', name: 'before', files: { 'a.txt': 'a' } });
  github.addCollaborator(repo, 'a-write', 'write');
  github.addCollaborator(repo, 'a-read', 'read');
  const at = { id: repo.id, installation: record.github?.installation ?? 0 };
  const told = { ...record, name: 'acme/before', github: at };
  github.renameRepository(repo, 'after', 'a-admin');
  const may = (login: string) => authorization.may(told, login, { kind: 'role', atLeast: 'write' });
  expect(await Promise.all(['a-write', 'a-read', 'passer-by'].map(may))).toEqual([true, false, false]);
});

it('says where a branch stands', async () => {
  const repo = await github.createRepository({ owner: 'acme', name: 'branches', files: { 'a.txt': 'a' } });
  const there = { ...record, name: 'acme/branches', cloneUrl: github.cloneUrl(repo) };
  const at = { ...there, github: { id: repo.id, installation: github.installation('acme').id } };
  const head = repo.refs.get('refs/heads/main') ?? '';
  expect(await repositories.standsAt(at, 'main', head)).toBe(true);
  expect(await repositories.standsAt(at, 'main', 'd'.repeat(40))).toBe(false);
  expect(await repositories.standsAt(at, 'main', null)).toBe(false);
  expect(await repositories.standsAt(at, 'mai', null)).toBe(true);
});

it('says whether the App reaches a repository now, whatever it was told before', async () => {
  github.addAccount('globex', 'Organization');
  const repo = await github.createRepository({ owner: 'globex', name: 'shop', files: { 'a.txt': 'a' } });
  await github.createRepository({ owner: 'globex', name: 'other', files: { 'a.txt': 'a' } });
  const { id: installation } = github.installApp('globex');
  const shop = { ...record, name: 'globex/shop', github: { id: repo.id, installation } };
  expect(await repositories.isReached(shop)).toBe(true);
  github.suspend('globex');
  expect(await repositories.isReached(shop)).toBe(false);
  github.unsuspend('globex');
  expect(await repositories.isReached(shop)).toBe(true);
  github.removeAppFrom('globex/shop');
  expect(await repositories.isReached(shop)).toBe(false);
  github.uninstall('globex');
  expect(await repositories.isReached(shop)).toBe(false);
});

it('says nothing of a repository where GitHub does not take the key of the App', async () => {
  const { app } = clientsOf(github, { appId: github.appId + 1 });
  const place = { owner: 'acme', repo: 'web', id: 1, installation: 1 };
  await expect(isReached(app, place)).rejects.toMatchObject({ code: 'github_no_access', isUnauthenticated: true });
});
