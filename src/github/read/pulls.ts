import type { RepositoryClient } from '../clients/repository_client.ts';

/** What Planwright looks at in a pull request. */
export type Pull = {
  readonly number: number;
  readonly nodeId: string;
  readonly open: boolean;
  readonly merged: boolean;
  readonly draft: boolean;
  readonly title: string;
  readonly body: string;
  readonly base: string;
  readonly headCommit: string;
  /** Logins in lower case. */
  readonly requested: readonly string[];
  /** Slugs in lower case. */
  readonly requestedTeams: readonly string[];
};

/** The pull requests from this branch of the repository itself, newest first. Forks have branches of the same name. */
export async function pullsFrom(
  { octokit, named, place }: RepositoryClient,
  branch: string,
  state: 'open' | 'all',
): Promise<readonly Pull[]> {
  const { data } = await octokit.rest.pulls.list({ ...named, head: `${named.owner}:${branch}`, state, per_page: 100 });
  return data.filter(({ head }) => head.repo?.id === place.id && head.ref === branch).map(pullOf);
}

/** What all endpoints of GitHub that know pull requests say of one. */
type AnsweredPull = {
  readonly number: number;
  readonly node_id: string;
  readonly state: string;
  readonly merged_at: string | null;
  readonly draft?: boolean | undefined;
  readonly title: string;
  readonly body: string | null;
  readonly base: { readonly ref: string };
  readonly head: { readonly sha: string };
  readonly requested_reviewers?: readonly { readonly login: string }[] | null | undefined;
  readonly requested_teams?: readonly { readonly slug: string }[] | null | undefined;
};

/** What Planwright looks at, from any of them. */
export function pullOf(pull: AnsweredPull): Pull {
  return {
    number: pull.number,
    nodeId: pull.node_id,
    open: pull.state === 'open',
    merged: pull.merged_at !== null,
    draft: pull.draft === true,
    title: pull.title,
    body: pull.body ?? '',
    base: pull.base.ref,
    headCommit: pull.head.sha,
    requested: (pull.requested_reviewers ?? []).map(({ login }) => login.toLowerCase()),
    requestedTeams: (pull.requested_teams ?? []).map(({ slug }) => slug.toLowerCase()),
  };
}
