/** Where a repository is: by name in addresses, by id for certain. */
export type RepositoryPlace = {
  readonly owner: string;
  readonly repo: string;
  /** GitHub's id. */
  readonly id: number;
  readonly installation: number;
};

/** The place of the repository that is called `name` (`owner/name`) now. */
export function placeNamed(
  name: string,
  github: { readonly id: number; readonly installation: number },
): RepositoryPlace {
  const [owner = '', repo = ''] = name.split('/');
  return { owner, repo, ...github };
}
