import { integrationBranch } from '../core/branch_names.ts';
import type { EffectAnswer } from '../core/effects/effect.ts';
import type { EffectTarget, Forge, ForgeRequest } from '../service/ports/forge.ts';
import { beginRun } from './begin_run.ts';
import { commitReport } from './commit_report.ts';
import { type RepositoryFolders, repositoryFolders } from './git/repository_folders.ts';
import { mergeTask } from './merge_task.ts';
import { publishTask } from './publish_task.ts';

/**
 * The forge of repositories on this machine: effects are refs moved by plain git in the repository itself.
 * No work tree, index or checked-out branch is ever touched, and no hook or configuration of the user's takes part.
 * What only GitHub has (pull requests, checks, comments) is done without a trace. Runners reach a folder without credential.
 */
export const gitForge: Forge = {
  send: async (request, target) => ({ answer: await answerTo(request, target), shown: [] }),
  credential: async () => null,
};

async function answerTo(request: ForgeRequest, target: EffectTarget): Promise<EffectAnswer> {
  switch (request.kind) {
    case 'begin_run':
    case 'publish_task':
    case 'merge_task':
    case 'offer_run':
      return await moveRefs(request, target);
    case 'begin_planning':
    case 'check_task':
    case 'delete_branch':
    case 'restore_integration':
    case 'retarget_pull':
    case 'answer_thread':
    case 'rerun_check':
    case 'show_run':
    case 'show_diff':
    case 'close_run':
    case 'show_plan':
    case 'show_proposal':
    case 'show_question':
    case 'show_question_check':
    case 'remind':
    case 'reply':
    case 'react':
      return { kind: 'done' };
    default:
      return request satisfies never;
  }
}

type RefRequest = Extract<ForgeRequest, { readonly kind: 'begin_run' | 'publish_task' | 'merge_task' | 'offer_run' }>;

async function moveRefs(request: RefRequest, { repository, run }: EffectTarget): Promise<EffectAnswer> {
  if (run === null) throw new Error(`The effect ${request.kind} belongs to no run.`);
  const folders = await repositoryFolders(repository.cloneUrl);
  if (folders === undefined) {
    return { kind: 'refused', message: `There is no git repository at ${repository.cloneUrl}; was it moved?` };
  }
  switch (request.kind) {
    case 'begin_run':
      return await beginRun(request, run, folders);
    case 'publish_task':
      return await publishTask(request, folders);
    case 'merge_task':
      return await mergeTask(request, integrationBranch(run.branchPrefix), folders);
    case 'offer_run':
      return await offerRun(request, integrationBranch(run.branchPrefix), folders);
    default:
      return request satisfies never;
  }
}

/** There is nobody to offer a local result to; what stays of the offer is the report on its branch. */
async function offerRun(
  { report, ready }: Extract<ForgeRequest, { kind: 'offer_run' }>,
  branch: string,
  folders: RepositoryFolders,
): Promise<EffectAnswer> {
  const reported = report === null ? {} : { report: await commitReport(report, branch, folders) };
  return { kind: 'offered', pull: null, ready, ...reported };
}
