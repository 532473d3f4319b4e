import { integrationBranch } from '../../core/branch_names.ts';
import type { EffectAnswer } from '../../core/effects/effect.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { ChangedMeanwhileError, type GitHubRefusalError, isRefusal } from '../clients/github_error.ts';
import { pullsFrom } from '../read/pulls.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { refusalOf } from './refusal.ts';

type MergeTask = Extract<ForgeRequest, { kind: 'merge_task' }>;

/**
 * Merges by the task's pull request, where rules of the repository let nothing else in. Only the very commit is merged; where there
 * is no such pull request, the first refusal stands.
 */
export async function mergePull(
  effect: MergeTask,
  refused: GitHubRefusalError,
  call: EffectCall,
): Promise<EffectAnswer> {
  const integration = integrationBranch(runOf(call).branchPrefix);
  const what = `merge \`${effect.branch}\` into \`${integration}\``;
  const open = await pullsFrom(call, effect.branch, 'open');
  const pull = open.find(({ base, headCommit }) => base === integration && headCommit === effect.commit);
  if (pull === undefined) return refusalOf(refused, what);
  const [title = '', ...rest] = effect.message.split('\n');
  try {
    const { data } = await call.octokit.rest.pulls.merge({
      ...call.named,
      pull_number: pull.number,
      sha: effect.commit,
      merge_method: 'merge',
      commit_title: title,
      commit_message: rest.join('\n').trim(),
    });
    return { kind: 'merged', mergeCommit: data.sha, head: data.sha };
  } catch (error) {
    if (!isRefusal(error, 403, 404, 405, 409, 422)) throw error;
    if (/was modified/i.test(error.said)) throw new ChangedMeanwhileError(`${integration} or #${pull.number} moved.`);
    return refusalOf(error, what);
  }
}
