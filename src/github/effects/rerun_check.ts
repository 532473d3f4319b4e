import type { EffectAnswer } from '../../core/effects/effect.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { ChangedMeanwhileError, isRefusal } from '../clients/github_error.ts';
import { GITHUB_ACTIONS } from '../read/checks.ts';
import type { EffectCall } from './effect_call.ts';

/**
 * Runs a failed check once more: the job of a workflow by its own endpoint, the check of any other app by a request to that app,
 * which GitHub passes on only where the app lets it. Asked for twice, GitHub says that it runs already.
 */
export async function rerunCheck(
  { name, app, checkRun, commit }: Extract<ForgeRequest, { kind: 'rerun_check' }>,
  { octokit, named }: EffectCall,
): Promise<EffectAnswer> {
  try {
    const runs = { ...named, ref: commit, check_name: name, filter: 'all' } as const;
    const { data } = await octokit.rest.checks.listForRef(runs);
    const isRunning = ({ id, status }: { id: number; status: string }) => id > checkRun || status !== 'completed';
    // An answer was lost, or somebody else was quicker.
    if (data.check_runs.some((run) => run.app?.slug === app && isRunning(run))) return { kind: 'done' };
    if (app === GITHUB_ACTIONS) await octokit.rest.actions.reRunJobForWorkflowRun({ ...named, job_id: checkRun });
    else await octokit.rest.checks.rerequestRun({ ...named, check_run_id: checkRun });
    return { kind: 'done' };
  } catch (error) {
    if (!isRefusal(error, 403, 404, 409, 422)) throw error;
    // Other jobs of the same workflow are still at work: it can be run again once they have ended.
    if (/already (?:running|in progress)|is (?:running|in progress)/i.test(error.said)) {
      throw new ChangedMeanwhileError(`The workflow of the check ${name} is at work; it is run again later.`);
    }
    return { kind: 'cannot_rerun' };
  }
}
