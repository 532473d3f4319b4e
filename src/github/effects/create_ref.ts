import type { GitHubRefusalError } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';

/** Makes a ref (`heads/x`). @throws GitHubRefusalError 422: it exists, is in the way of another, or there is no such commit */
export async function createRef({ octokit, named }: RepositoryClient, name: string, commit: string): Promise<void> {
  await octokit.rest.git.createRef({ ...named, ref: `refs/${name}`, sha: commit });
}

/** Whether a ref could not be made because it was there. */
export function refExists({ said }: GitHubRefusalError): boolean {
  return /reference already exists/i.test(said);
}
