import type { EffectAnswer } from '../../core/effects/effect.ts';
import { commitMissing } from '../../core/text/commit_missing.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { ChangedMeanwhileError, isRefusal } from '../clients/github_error.ts';
import { standing } from '../read/compare.ts';
import { branchInTheWay, inTheWay, readRef } from '../read/refs.ts';
import { createRef, refExists } from './create_ref.ts';
import type { EffectCall } from './effect_call.ts';
import { publishPull } from './publish_pull.ts';
import { refusalOf } from './refusal.ts';

type PublishTask = Extract<ForgeRequest, { kind: 'publish_task' }>;

/** Creates or fast-forwards the task's branch, then opens its pull request or brings it up to date. Nothing is ever forced. */
export async function publishTask(effect: PublishTask, call: EffectCall): Promise<EffectAnswer> {
  const stopped = await moveBranch(effect, call);
  if (stopped !== null) return stopped;
  return effect.pull === null ? { kind: 'published', pull: null } : await publishPull(effect, effect.pull, call);
}

/** null: the branch holds the commit now. */
async function moveBranch({ branch, commit }: PublishTask, call: EffectCall): Promise<EffectAnswer | null> {
  const current = await readRef(call, `heads/${branch}`);
  try {
    if (current === undefined) {
      await createRef(call, `heads/${branch}`, commit);
      return null;
    }
    switch (await standing(call, current, commit)) {
      case 'identical':
      case 'behind':
        return null;
      case 'diverged':
        return { kind: 'pushed_by_others', head: current };
      case 'unknown':
        return gone(commit);
      case 'ahead':
        await call.octokit.rest.git.updateRef({ ...call.named, ref: `heads/${branch}`, sha: commit, force: false });
        return null;
    }
  } catch (error) {
    if (!isRefusal(error, 403, 404, 409, 422)) throw error;
    if (refExists(error) || /fast.forward|reference does not exist/i.test(error.said)) {
      throw new ChangedMeanwhileError(`The branch ${branch} moved at the same moment; it is looked at again.`);
    }
    if (/object does not exist|sha parameter/i.test(error.said)) return gone(commit);
    const way = current === undefined ? await branchInTheWay(call, branch) : undefined;
    if (way !== undefined) return { kind: 'refused', message: inTheWay(way, branch) };
    return refusalOf(error, `move the branch \`${branch}\``);
  }
}

function gone(commit: string): EffectAnswer {
  return { kind: 'refused', message: commitMissing(commit) };
}
