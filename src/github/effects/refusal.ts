import type { EffectAnswer } from '../../core/effects/effect.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import type { GitHubRefusalError } from '../clients/github_error.ts';

/** The answer that says to people what GitHub said no to, and how to mend it. `what`: "create `planwright/12/plan`". */
export function refusalOf(error: GitHubRefusalError, what: string): Extract<EffectAnswer, { kind: 'refused' }> {
  const said = error.said.replace(/\.$/, '');
  return {
    kind: 'refused',
    message: `GitHub did not let Planwright ${what} (${error.status}: ${said}); ${mend(error)}.`,
  };
}

/** What each kind of effect does, for refusals that say no more. */
export const DOING: Readonly<Record<ForgeRequest['kind'], string>> = {
  begin_run: 'begin the run',
  begin_planning: 'look at the repository for a plan',
  publish_task: "publish the task's work",
  check_task: 'show the evidence of the task',
  merge_task: "merge the task's work",
  delete_branch: 'delete a branch that is merged',
  restore_integration: 'make the integration branch again',
  retarget_pull: 'point a pull request at its base again',
  show_run: 'show how the run stands',
  show_diff: 'tell of the edits of the plan',
  offer_run: 'open or update the final pull request',
  close_run: 'write the final report and close the issue',
  show_plan: 'say what is wrong with the plan',
  show_proposal: 'show the plan that waits for approval',
  show_question: 'ask a question',
  show_question_check: 'show what a task asks',
  remind: 'remind of a question',
  reply: 'answer a comment',
  answer_thread: 'answer a thread of a review',
  rerun_check: 'run a failed check once more',
  react: 'react to a comment',
};

function mend({ status, said }: GitHubRefusalError): string {
  if (/workflow/i.test(said)) {
    return 'changes of workflow files are not made by the App: take them out, or merge that branch by hand';
  }
  if (/rule|protected/i.test(said)) {
    return 'let the App bypass the rules for branches `planwright/**` (Settings, Rules), then retry';
  }
  if (/permissions requested|not accessible/i.test(said)) {
    return "accept the App's permissions in the settings of its installation, then retry";
  }
  if (/archived/i.test(said)) return 'unarchive the repository, then retry';
  return status === 404 ? 'it is gone' : 'mend that, then retry';
}
