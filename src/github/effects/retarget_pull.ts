import type { EffectAnswer } from '../../core/effects/effect.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { isRefusal } from '../clients/github_error.ts';
import { pullOf } from '../read/pulls.ts';
import type { EffectCall } from './effect_call.ts';
import { refusalOf } from './refusal.ts';

/** Points an open pull request at its own base again. */
export async function retargetPull(
  { pull, base }: Extract<ForgeRequest, { kind: 'retarget_pull' }>,
  { octokit, named }: EffectCall,
): Promise<EffectAnswer> {
  try {
    const { data } = await octokit.rest.pulls.get({ ...named, pull_number: pull });
    const known = pullOf(data);
    if (known.open && known.base !== base) await octokit.rest.pulls.update({ ...named, pull_number: pull, base });
    return { kind: 'done' };
  } catch (error) {
    if (!isRefusal(error, 403, 404, 422)) throw error;
    // All of it was merged meanwhile, so there is nothing left for it to show.
    if (/no new commits between/i.test(error.said)) return { kind: 'done' };
    return refusalOf(error, `point #${pull} at \`${base}\``);
  }
}
