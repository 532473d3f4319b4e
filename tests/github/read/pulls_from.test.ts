import { Octokit } from '@octokit/rest';
import { expect, it } from 'vitest';
import { pullsFrom } from '../../../src/github/read/pulls.ts';

const named = { owner: 'acme', repo: 'web' };
const place = { id: 7, installation: 1, ...named };

/** One pull request of the list that GitHub gives. */
function answered(number: number, head: { readonly ref: string; readonly repo: { readonly id: number } | null }) {
  return {
    number,
    node_id: `PR_${number}`,
    state: 'open',
    merged_at: null,
    title: 'Work',
    body: null,
    base: { ref: 'planwright/40/plan' },
    head: { ...head, sha: 'a'.repeat(40) },
  };
}

it('takes pull requests of the repository itself, and none of a fork with the same owner or of one that is gone', async () => {
  const ref = 'planwright/40/parser';
  const list = [
    answered(1, { ref, repo: { id: 8 } }),
    answered(2, { ref, repo: { id: 7 } }),
    answered(3, { ref, repo: null }),
    answered(4, { ref: 'planwright/40/other', repo: { id: 7 } }),
  ];
  const headers = { 'content-type': 'application/json' };
  const octokit = new Octokit({ request: { fetch: async () => new Response(JSON.stringify(list), { headers }) } });
  const pulls = await pullsFrom({ octokit, named, place }, ref, 'open');
  expect(pulls.map(({ number }) => number)).toEqual([2]);
});
