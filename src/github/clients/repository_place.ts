import type { GitHubPlace, RepositoryRecord } from '../../core/records.ts';

/** Where a repository is: by name in addresses, by id for certain. */
export type RepositoryPlace = GitHubPlace & { readonly owner: string; readonly repo: string };

/** The place of the repository that is called `name` (`owner/name`) now. */
export function placeNamed(name: string, github: GitHubPlace): RepositoryPlace {
  const [owner = '', repo = ''] = name.split('/');
  return { owner, repo, ...github };
}

/** Where a repository is, by the name that it is stored with. */
export function placeOf({ github, name }: RepositoryRecord): RepositoryPlace {
  if (github === null) throw new TypeError(`The repository ${name} is none of GitHub.`);
  return placeNamed(name, github);
}
