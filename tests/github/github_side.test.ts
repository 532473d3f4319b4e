import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RepositoryRecord } from '../../src/core/records.ts';
import { createGitHubSide } from '../../src/github/github_side.ts';
import type { GitHubSide } from '../../src/service/ports/github_side.ts';
import { type GitHub, startGitHub } from '../support/github/start_github.ts';
import { clientsOf } from './clients_of.ts';

let github: GitHub;
let side: GitHubSide;
let record: RepositoryRecord;
beforeAll(async () => {
  github = await startGitHub();
  const repo = await github.createRepository({ owner: 'acme', name: 'web', files: { 'a.txt': 'a' } });
  github.addAccount('mallory', 'User');
  const { id: installation } = github.installApp('acme');
  record = { id: 'r', name: 'acme/web', cloneUrl: github.cloneUrl(repo), github: { id: repo.id, installation } };
  side = await createGitHubSide({
    clients: clientsOf(github),
    identity: { appId: github.appId, privateKey: github.privateKey, webhookSecret: 'hush' },
    allowedOwners: ['ACME'],
    deliverySweepMs: 1,
  });
});
afterAll(() => github.close());

const may = (login: string) => side.authorization.may(record, login, { kind: 'role', atLeast: 'write' });

it('asks GitHub once for a stranger, however often they send something', async () => {
  expect(await may('mallory')).toBe(false);
  const before = github.requests.length;
  for (let time = 0; time < 5; time++) expect(await may('mallory')).toBe(false);
  expect(github.requests.length).toBe(before);
});

it('knows its own bot and the owners that are allowed, in whatever case they were written', async () => {
  expect(side.botLogin).toBe(`${github.slug}[bot]`);
  expect(await side.authorization.isAllowed(github.installation('acme').id)).toBe(true);
});
