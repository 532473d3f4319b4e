import { integrationBranch } from '../../core/branch_names.ts';
import { taskMarker } from '../../core/report/markers.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { isRefusal } from '../clients/github_error.ts';
import { type Pull, pullsFrom } from '../read/pulls.ts';
import { readRef } from '../read/refs.ts';
import { createRef } from './create_ref.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { reopenPull } from './reopen_pull.ts';

type MergeTask = Extract<ForgeRequest, { kind: 'merge_task' }>;

/**
 * Before a merge the task's pull request is brought to where GitHub will show it as merged: one that somebody pointed elsewhere is
 * pointed back, and one that GitHub closed with its deleted branch comes back with the branch. One that a person closed stays as
 * it is. What cannot be put right is left: the merge itself needs nothing but the commit.
 */
export async function putInPlace(effect: MergeTask, call: EffectCall): Promise<void> {
  const { id, issue, branchPrefix } = runOf(call);
  if (issue === null) return;
  const marker = taskMarker(id, effect.branch.slice(branchPrefix.length + 1));
  const ours = (await pullsFrom(call, effect.branch, 'all')).filter(({ body }) => body.includes(marker));
  try {
    const open = ours.find((pull) => pull.open);
    if (open === undefined) await bringBack(effect, ours, call);
    else await pointBack(open, integrationBranch(branchPrefix), call);
  } catch (error) {
    if (!isRefusal(error, 403, 404, 409, 422)) throw error;
  }
}

async function pointBack(pull: Pull, base: string, { as, named }: EffectCall): Promise<void> {
  if (pull.base === base) return;
  await as({ pull_requests: 'write' }).rest.pulls.update({ ...named, pull_number: pull.number, base });
}

async function bringBack({ branch, commit }: MergeTask, ours: readonly Pull[], call: EffectCall): Promise<void> {
  const closed = ours.find(({ merged, headCommit }) => !merged && headCommit === commit);
  if (closed === undefined || (await readRef(call, `heads/${branch}`)) !== undefined) return;
  await createRef(call, `heads/${branch}`, commit);
  await reopenPull(call, closed.number);
}
