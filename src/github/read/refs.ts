import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';

/** A ref and the commit it points at. */
export type Ref = { readonly ref: string; readonly commit: string };

/** All refs whose name begins so (`heads/planwright/12/`). An empty repository has none. */
export async function refsBeginning({ octokit, named }: RepositoryClient, beginning: string): Promise<readonly Ref[]> {
  try {
    const { data } = await octokit.rest.git.listMatchingRefs({ ...named, ref: beginning });
    return data.map(({ ref, object }) => ({ ref, commit: object.sha }));
  } catch (error) {
    if (isRefusal(error, 409)) return [];
    throw error;
  }
}

/** The commit that a ref (`heads/main`) points at; undefined: there is no such ref. */
export async function readRef(call: RepositoryClient, name: string): Promise<string | undefined> {
  const found = await refsBeginning(call, name);
  return found.find(({ ref }) => ref === `refs/${name}`)?.commit;
}

/** A branch whose name is a folder of this one's name, so that git cannot have both; undefined: none. */
export async function branchInTheWay(call: RepositoryClient, branch: string): Promise<string | undefined> {
  const parts = branch.split('/');
  for (let length = 1; length < parts.length; length += 1) {
    const folder = parts.slice(0, length).join('/');
    if (await hasBranch(call, folder)) return folder;
  }
  return undefined;
}

async function hasBranch({ octokit, named }: RepositoryClient, branch: string): Promise<boolean> {
  try {
    await octokit.rest.git.getRef({ ...named, ref: `heads/${branch}`, request: { missingIsFine: true } });
    return true;
  } catch (error) {
    if (isRefusal(error, 404)) return false;
    throw error;
  }
}

/** Why a branch cannot be made, and what to do. */
export function inTheWay(way: string, branch: string): string {
  return `The branch \`${way}\` is in the way of \`${branch}\`; rename it (git branch -m ${way} NEW-NAME), then start again.`;
}
