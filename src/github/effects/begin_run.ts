import { integrationBranch, ownershipRef } from '../../core/branch_names.ts';
import type { EffectAnswer } from '../../core/effects/effect.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { ChangedMeanwhileError, isRefusal } from '../clients/github_error.ts';
import { branchInTheWay, inTheWay, readRef, refsBeginning } from '../read/refs.ts';
import { createRef, refExists } from './create_ref.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { refusalOf } from './refusal.ts';

type BeginRun = Extract<ForgeRequest, { kind: 'begin_run' }>;
type Refused = Extract<EffectAnswer, { kind: 'refused' }>;

/**
 * Finds the base and makes the integration branch there. The ref that proves whose the branches are is made first and keeps the
 * base commit: a repetition finds it and goes on where the first sending stopped.
 */
export async function beginRun(effect: BeginRun, call: EffectCall): Promise<EffectAnswer> {
  const proof = ownershipRef(runOf(call).id).replace(/^refs\//, '');
  const integration = integrationBranch(effect.branchPrefix);
  const ours = await readRef(call, proof);
  const { data: repository } = await call.octokit.rest.repos.get(call.named);
  const base = effect.base ?? repository.default_branch;
  if (repository.archived) return archived();
  if (ours !== undefined) {
    return (await makeIntegration(call, integration, ours)) ?? { kind: 'begun', base, baseCommit: ours };
  }

  const commit = await readRef(call, `heads/${base}`);
  if (commit === undefined) return noBase(effect.base);
  if ((await refsBeginning(call, `heads/${effect.branchPrefix}/`)).length > 0) return { kind: 'prefix_taken' };
  try {
    await createRef(call, proof, commit);
  } catch (error) {
    if (!isRefusal(error, 403, 409, 422)) throw error;
    if (refExists(error)) throw new ChangedMeanwhileError('The run was begun at the same moment.');
    return refusalOf(error, `create \`refs/${proof}\``);
  }
  return (await makeIntegration(call, integration, commit)) ?? { kind: 'begun', base, baseCommit: commit };
}

/** Makes the integration branch unless it is there; answers why it cannot be. */
async function makeIntegration(call: EffectCall, branch: string, commit: string): Promise<Refused | undefined> {
  if ((await readRef(call, `heads/${branch}`)) !== undefined) return undefined;
  try {
    await createRef(call, `heads/${branch}`, commit);
    return undefined;
  } catch (error) {
    if (!isRefusal(error, 403, 409, 422)) throw error;
    if (refExists(error)) throw new ChangedMeanwhileError('The run was begun at the same moment.');
    const way = await branchInTheWay(call, branch);
    if (way !== undefined) return { kind: 'refused', message: inTheWay(way, branch) };
    return refusalOf(error, `create the branch \`${branch}\``);
  }
}

/** Nothing starts in a repository that nobody may write to. */
export function archived(): Refused {
  return { kind: 'refused', message: 'The repository is archived; unarchive it, then start again.' };
}

/** There is nothing to start from. */
export function noBase(wanted: string | null): Refused {
  const message =
    wanted === null
      ? 'The repository has no commit yet; make a first one, then start again.'
      : `There is no branch \`${wanted}\`; correct \`base:\` in the plan or make the branch.`;
  return { kind: 'refused', message };
}
