import type { Octokit } from '@octokit/rest';
import type { RepositoryPlace } from './repository_place.ts';

/** A repository on GitHub, and the client that reaches it. */
export type RepositoryClient = {
  readonly place: RepositoryPlace;
  /** `owner` and `repo`, as requests want them. */
  readonly named: { readonly owner: string; readonly repo: string };
  readonly octokit: Octokit;
};
