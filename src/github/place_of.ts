import type { GitHubPlace, RepositoryRecord } from '../core/records.ts';

/** Where a repository is on GitHub, with its name in parts. */
export function placeOf(repository: RepositoryRecord): GitHubPlace & { readonly owner: string; readonly repo: string } {
  const { github, name } = repository;
  const [owner, repo] = name.split('/');
  if (github === null || owner === undefined || repo === undefined) {
    throw new TypeError(`The repository ${name} is none of GitHub.`);
  }
  return { ...github, owner, repo };
}
