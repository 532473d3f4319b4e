import { integrationBranch } from '../../core/branch_names.ts';
import type { EffectAnswer } from '../../core/effects/effect.ts';
import { shortCommit } from '../../core/text/short_commit.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { ChangedMeanwhileError, isRefusal } from '../clients/github_error.ts';
import { contains, standing } from '../read/compare.ts';
import { readRef } from '../read/refs.ts';
import { createRef, refExists } from './create_ref.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { refusalOf } from './refusal.ts';
import { reopenPull } from './reopen_pull.ts';

type RestoreIntegration = Extract<ForgeRequest, { kind: 'restore_integration' }>;

/**
 * Makes the integration branch again where it last stood, and opens again the pull requests that GitHub closed with it. Whatever
 * else stands there now is left alone.
 */
export async function restoreIntegration(effect: RestoreIntegration, call: EffectCall): Promise<EffectAnswer> {
  const answer = await makeAgain(effect, call);
  if (answer.kind === 'done') for (const pull of effect.pulls) await reopenPull(call, pull);
  return answer;
}

async function makeAgain({ commit }: RestoreIntegration, call: EffectCall): Promise<EffectAnswer> {
  const branch = integrationBranch(runOf(call).branchPrefix);
  const head = await readRef(call, `heads/${branch}`);
  if (head !== undefined) {
    if (contains(await standing(call, commit, head))) return { kind: 'done' };
    return {
      kind: 'refused',
      message: `The branch \`${branch}\` stands at ${shortCommit(head)}, which does not contain ${shortCommit(commit)}; delete it or set it back, then resume.`,
    };
  }
  try {
    await createRef(call, `heads/${branch}`, commit);
    return { kind: 'done' };
  } catch (error) {
    if (!isRefusal(error, 403, 404, 409, 422)) throw error;
    if (refExists(error)) throw new ChangedMeanwhileError(`The branch ${branch} was made at the same moment.`);
    return refusalOf(error, `make the branch \`${branch}\` again at ${shortCommit(commit)}`);
  }
}
