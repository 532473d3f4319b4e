import { integrationBranch } from '../../core/branch_names.ts';
import type { EffectAnswer } from '../../core/effects/effect.ts';
import { commitMissing } from '../../core/text/commit_missing.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { isRefusal } from '../clients/github_error.ts';
import { contains, standing } from '../read/compare.ts';
import { mergeThatBrought } from '../read/merge_that_brought.ts';
import { readRef } from '../read/refs.ts';
import { describeConflict } from './describe_conflict.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { mergePull } from './merge_pull.ts';
import { putInPlace } from './put_in_place.ts';

type MergeTask = Extract<ForgeRequest, { kind: 'merge_task' }>;

/**
 * Merges the task's commit into the integration branch. A commit that is already in is answered with the merge that brought it;
 * a branch that lost what was merged before is left alone.
 */
export async function mergeTask(effect: MergeTask, call: EffectCall): Promise<EffectAnswer> {
  const { integrationHead, branchPrefix } = runOf(call);
  const branch = integrationBranch(branchPrefix);
  const head = await readRef(call, `heads/${branch}`);
  if (head === undefined) return { kind: 'integration_lost', head: null };
  if (integrationHead !== null && !contains(await standing(call, integrationHead, head))) {
    return { kind: 'integration_lost', head };
  }
  await putInPlace(effect, call);
  try {
    const { status, data } = await call.octokit.rest.repos.merge({
      ...call.named,
      base: branch,
      head: effect.commit,
      commit_message: effect.message,
    });
    if (status === 201) return { kind: 'merged', mergeCommit: data.sha, head: data.sha };
    return await alreadyMerged(effect, branch, call);
  } catch (error) {
    if (isRefusal(error, 409) && /merge conflict/i.test(error.said)) return await conflict(effect, branch, call);
    if (isRefusal(error, 404)) return await missing(effect, branch, call);
    if (isRefusal(error, 403, 405, 409, 422)) return await mergePull(effect, error, call);
    throw error;
  }
}

async function alreadyMerged({ commit }: MergeTask, branch: string, call: EffectCall): Promise<EffectAnswer> {
  const head = await readRef(call, `heads/${branch}`);
  if (head === undefined) return { kind: 'integration_lost', head: null };
  return { kind: 'merged', mergeCommit: await mergeThatBrought(call, commit, head), head };
}

async function conflict(effect: MergeTask, branch: string, call: EffectCall): Promise<EffectAnswer> {
  const ours = await readRef(call, `heads/${branch}`);
  if (ours === undefined) return { kind: 'integration_lost', head: null };
  const told = await describeConflict(effect, { branch, head: ours }, call);
  return { kind: 'conflict', ours, ...told };
}

/** GitHub says the same of a missing branch and a missing commit. */
async function missing(effect: MergeTask, branch: string, call: EffectCall): Promise<EffectAnswer> {
  const head = await readRef(call, `heads/${branch}`);
  if (head === undefined) return { kind: 'integration_lost', head: null };
  return { kind: 'refused', message: commitMissing(effect.commit) };
}
