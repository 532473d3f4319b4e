import type { RepositoryRecord } from '../core/records.ts';
import type { RepositoryCredential } from '../service/ports/forge.ts';
import type { InstallationTokens } from './clients/installation_tokens.ts';

/** A runner asks again when less than 10 minutes remain, so it rarely has to. */
const REMAINING_MS = 50 * 60_000;

/** What a runner needs to fetch and push: one repository's contents, and nothing else. null: the repository is none of GitHub's. */
export async function credentialFor(
  { github }: RepositoryRecord,
  tokens: InstallationTokens,
): Promise<RepositoryCredential | null> {
  if (github === null) return null;
  const scope = {
    installation: github.installation,
    repository: github.id,
    permissions: { contents: 'write' },
  } as const;
  const { token, expiresAt } = await tokens.tokenFor(scope, REMAINING_MS);
  return { username: 'x-access-token', token, expiresAt };
}
