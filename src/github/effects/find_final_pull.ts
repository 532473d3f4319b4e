import { integrationBranch } from '../../core/branch_names.ts';
import { isRefusal } from '../clients/github_error.ts';
import { type Pull, pullOf, pullsFrom } from '../read/pulls.ts';
import { type EffectCall, runOf } from './effect_call.ts';

/**
 * The final pull request as it is known by number, else by marker, else by its branches. Open, or merged with all that is in: one
 * that was closed without being merged, or merged before the rest came in, offers nothing any more.
 */
export async function findFinalPull(
  call: EffectCall,
  { marker, base }: { readonly marker: string; readonly base: string },
): Promise<Pull | undefined> {
  const { finalPull, branchPrefix, integrationHead } = runOf(call);
  const isAlive = ({ open, merged, headCommit }: Pull) => open || (merged && headCommit === integrationHead);
  const shown = call.target.shown.find(({ what }) => what === 'final_pull')?.number;
  const number = finalPull ?? shown ?? null;
  const known = number === null ? undefined : await pullNumbered(call, number);
  if (known !== undefined && isAlive(known)) return known;
  const alive = (await pullsFrom(call, integrationBranch(branchPrefix), 'all')).filter(isAlive);
  return (
    alive.find(({ open, body }) => open && body.includes(marker)) ??
    alive.find(({ open, base: into }) => open && into === base) ??
    alive.find(({ body }) => body.includes(marker))
  );
}

async function pullNumbered({ octokit, named }: EffectCall, number: number): Promise<Pull | undefined> {
  try {
    const { data } = await octokit.rest.pulls.get({ ...named, pull_number: number });
    return pullOf(data);
  } catch (error) {
    if (isRefusal(error, 404)) return undefined;
    throw error;
  }
}
