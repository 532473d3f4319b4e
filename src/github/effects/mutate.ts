import type { Octokit } from '@octokit/rest';
import { GitHubRefusalError } from '../clients/github_error.ts';

/**
 * Sends a GraphQL mutation, for what REST has no way to do. `name` is told where it is refused. Answers
 * what the mutation was asked for, as GitHub sent it.
 * @throws GitHubRefusalError what GraphQL tells in a good answer, too
 */
export async function mutate(
  octokit: Octokit,
  name: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  try {
    return await octokit.graphql<unknown>(query, { ...variables });
  } catch (error) {
    const told = error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : null;
    if (told === null) throw error;
    throw new GitHubRefusalError(200, told.map(({ message }) => String(message)).join(' '), name);
  }
}
