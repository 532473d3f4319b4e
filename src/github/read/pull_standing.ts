import type { Octokit } from '@octokit/rest';
import type { PullStanding } from '../../service/ports/repository_reader.ts';
import { isRefusal } from '../clients/github_error.ts';

type Repository = { readonly owner: string; readonly repo: string };

/** How a pull request stands, and which branch of a closed one is gone; null: there is no such pull request (any more). */
export async function pullStanding(octokit: Octokit, where: Repository, number: number): Promise<PullStanding | null> {
  try {
    const { data } = await octokit.rest.pulls.get({ ...where, pull_number: number });
    const base = data.base.ref;
    const headCommit = data.head.sha;
    if (data.merged_at !== null) return { state: 'merged', headCommit, base, goneBranch: null };
    if (data.state === 'open') return { state: 'open', headCommit, base, goneBranch: null };
    for (const branch of [base, data.head.ref]) {
      if ((await headOf(octokit, where, branch)) === null)
        return { state: 'closed', headCommit, base, goneBranch: branch };
    }
    return { state: 'closed', headCommit, base, goneBranch: null };
  } catch (error) {
    if (isRefusal(error, 404)) return null;
    throw error;
  }
}

/** The commit at which a branch stands; null: there is no such branch. */
export async function headOf(octokit: Octokit, where: Repository, branch: string): Promise<string | null> {
  const name = `heads/${branch}`;
  const { data } = await octokit.rest.git.listMatchingRefs({ ...where, ref: name });
  return data.find(({ ref }) => ref === `refs/${name}`)?.object.sha ?? null;
}

/** Whether an issue is open; one that is gone is not. @throws a refusal with 301 where it, or the repository, is elsewhere now */
export async function isIssueOpen(octokit: Octokit, where: Repository, number: number): Promise<boolean> {
  try {
    return (await octokit.rest.issues.get({ ...where, issue_number: number })).data.state === 'open';
  } catch (error) {
    if (isRefusal(error, 404, 410)) return false;
    throw error;
  }
}
