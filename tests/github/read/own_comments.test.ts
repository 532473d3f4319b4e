import { Octokit } from '@octokit/rest';
import { expect, it } from 'vitest';
import { ownComments } from '../../../src/github/read/comments.ts';

const app = { id: 7, botLogin: 'planwright-acme[bot]' };

/** What comments there are, as GitHub lists them. */
const comments = [
  { id: 1, body: 'told by both', user: { login: 'planwright-acme[bot]' }, performed_via_github_app: { id: 7 } },
  {
    id: 2,
    body: 'GitHub does not tell the App',
    user: { login: 'planwright-acme[bot]' },
    performed_via_github_app: null,
  },
  {
    id: 3,
    body: 'before the App was renamed',
    user: { login: 'planwright[bot]' },
    performed_via_github_app: { id: 7 },
  },
  { id: 4, body: 'of another App', user: { login: 'renovate[bot]' }, performed_via_github_app: { id: 8 } },
  { id: 5, body: 'of a person', user: { login: 'planwright-acme' }, performed_via_github_app: null },
  { id: 6, body: 'of nobody any more', user: null, performed_via_github_app: null },
];

it('the own comments are those of the App or of its bot, and nobody else’s', async () => {
  const answer = async () => Response.json(comments);
  const octokit = new Octokit({ request: { fetch: answer } });
  const own = await ownComments({ octokit, named: { owner: 'acme', repo: 'web' }, app }, 12);
  expect(own?.map(({ id }) => id)).toEqual([1, 2, 3]);
});
