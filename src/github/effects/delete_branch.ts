import type { EffectAnswer } from '../../core/effects/effect.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { isRefusal } from '../clients/github_error.ts';
import { readRef } from '../read/refs.ts';
import type { EffectCall } from './effect_call.ts';
import { mutate } from './mutate.ts';
import { refusalOf } from './refusal.ts';

const UPDATE_REFS = `mutation ($repository: ID!, $updates: [RefUpdate!]!) {
  updateRefs(input: { repositoryId: $repository, refUpdates: $updates }) { clientMutationId }
}`;
/** Where a ref points that is not there. */
const NOWHERE = '0'.repeat(40);

/**
 * Deletes a branch while it stands at the commit; one that moved on has other people's work and stays. GitHub itself compares, so
 * that what is pushed at the same moment is not lost: REST has no way to ask for that.
 */
export async function deleteBranch(
  { branch, commit }: Extract<ForgeRequest, { kind: 'delete_branch' }>,
  call: EffectCall,
): Promise<EffectAnswer> {
  const ref = `heads/${branch}`;
  if ((await readRef(call, ref)) !== commit) return { kind: 'done' };
  const { data } = await call.octokit.rest.repos.get(call.named);
  // Forced in name alone: a deletion is no fast-forward, and what may be deleted is this commit and no other.
  const update = { name: `refs/${ref}`, beforeOid: commit, afterOid: NOWHERE, force: true };
  try {
    await mutate(call.octokit, 'updateRefs', UPDATE_REFS, { repository: data.node_id, updates: [update] });
    return { kind: 'done' };
  } catch (error) {
    if (!isRefusal(error, 200, 403, 422)) throw error;
    // GitHub does not document how it says that the branch has moved, so it is looked at.
    if ((await readRef(call, ref)) !== commit) return { kind: 'done' };
    return refusalOf(error, `delete the branch \`${branch}\``);
  }
}
