import type { EffectAnswer } from '../../core/effects/effect.ts';
import { shortCommit } from '../../core/text/short_commit.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { isRefusal } from '../clients/github_error.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { refusalOf } from './refusal.ts';
import { showCheck } from './show_check.ts';

/** Shows the evidence at a task's commit. */
export async function checkTask(
  { commit, check }: Extract<ForgeRequest, { kind: 'check_task' }>,
  call: EffectCall,
): Promise<EffectAnswer> {
  try {
    const { integrationHead, baseCommit } = runOf(call);
    await showCheck(call, { commit, since: integrationHead ?? baseCommit }, check);
    return { kind: 'done' };
  } catch (error) {
    if (!isRefusal(error, 403, 404, 422)) throw error;
    return refusalOf(error, `write the check \`${check.name}\` at ${shortCommit(commit)}`);
  }
}
