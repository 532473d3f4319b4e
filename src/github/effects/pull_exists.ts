import { ChangedMeanwhileError, type GitHubRefusalError } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';
import { type Pull, pullsFrom } from '../read/pulls.ts';

/** Whether a pull request could not be opened because there was one from that branch to that base. */
export function pullExists({ said }: GitHubRefusalError): boolean {
  return /pull request already exists/i.test(said);
}

/**
 * The open one that was in the way of another: made since the branch's were listed, or missing in that list.
 * @throws ChangedMeanwhileError it is not listed now either
 */
export async function pullMadeMeanwhile(call: RepositoryClient, branch: string, base: string): Promise<Pull> {
  const found = (await pullsFrom(call, branch, 'open')).find((pull) => pull.base === base);
  if (found === undefined)
    throw new ChangedMeanwhileError(`A pull request from ${branch} was made at the same moment.`);
  return found;
}
