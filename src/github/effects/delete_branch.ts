import type { EffectAnswer } from '../../core/effects/effect.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import type { EffectCall } from '../effect_call.ts';
import { isRefusal } from '../github_error.ts';
import { readRef } from '../read/refs.ts';
import { refusalOf } from '../refusal.ts';

/** Deletes a branch while it stands at the commit; one that moved on has other people's work and stays. */
export async function deleteBranch(
  { branch, commit }: Extract<ForgeRequest, { kind: 'delete_branch' }>,
  call: EffectCall,
): Promise<EffectAnswer> {
  if ((await readRef(call, `heads/${branch}`)) !== commit) return { kind: 'done' };
  try {
    const request = { missingIsFine: true };
    await call.octokit.rest.git.deleteRef({ ...call.named, ref: `heads/${branch}`, request });
    return { kind: 'done' };
  } catch (error) {
    if (isRefusal(error, 404) || (isRefusal(error, 422) && /does not exist/i.test(error.said))) return { kind: 'done' };
    if (isRefusal(error, 403, 422)) return refusalOf(error, `delete the branch \`${branch}\``);
    throw error;
  }
}
