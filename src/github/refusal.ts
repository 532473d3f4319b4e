import type { EffectAnswer } from '../core/effects/effect.ts';
import type { GitHubRefusalError } from './github_error.ts';

/** The answer that says to people what GitHub said no to, and how to mend it. `what`: "create `planwright/12/plan`". */
export function refusalOf(error: GitHubRefusalError, what: string): Extract<EffectAnswer, { kind: 'refused' }> {
  const said = error.said.replace(/\.$/, '');
  return {
    kind: 'refused',
    message: `GitHub did not let Planwright ${what} (${error.status}: ${said}); ${mend(error)}.`,
  };
}

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
