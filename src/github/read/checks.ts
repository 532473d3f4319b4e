import type { CheckStanding, FailedCheck } from '../../service/ports/review_reader.ts';
import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';
import { jobLog } from './job_log.ts';

/** Slug of the app whose checks are jobs of a workflow; the id of such a check is that of the job. */
export const GITHUB_ACTIONS = 'github-actions';

/** What a check says of its failure: its own words, the places that it names, the log of its job. */
export async function failedCheck(
  call: RepositoryClient,
  { checkRun, app }: { readonly checkRun: number; readonly app: string },
): Promise<FailedCheck> {
  const { octokit, named } = call;
  const where = { ...named, check_run_id: checkRun };
  try {
    const { data } = await octokit.rest.checks.get(where);
    const { title, summary, text } = data.output;
    const { data: places } = await octokit.rest.checks.listAnnotations({ ...where, per_page: 50 });
    const annotations = places.map(({ path, start_line: line, message }) => ({ path, line, message: message ?? '' }));
    const own = [title, summary, text].filter((part) => part !== null && part !== '').join('\n\n');
    const message = own === '' ? annotations.map((place) => place.message).join('\n') : own;
    return { message, annotations, log: app === GITHUB_ACTIONS ? await jobLog(call, checkRun) : '' };
  } catch (error) {
    if (isRefusal(error, 404)) return { message: '', annotations: [], log: '' };
    throw error;
  }
}

/** The newest runs of all checks of a commit. */
export async function checksOf(
  { octokit, named }: RepositoryClient,
  commit: string,
): Promise<readonly CheckStanding[]> {
  const runs = await octokit.paginate(octokit.rest.checks.listForRef, { ...named, ref: commit, per_page: 100 });
  return runs.map(({ name, app, conclusion }) => ({ name, app: app?.slug ?? '', conclusion }));
}

/** Names of the checks that a branch demands; those that the App may not read are unknown, and count as none. */
export async function requiredChecks({ octokit, named }: RepositoryClient, branch: string): Promise<readonly string[]> {
  const [byRules, byProtection] = [
    await ifReadable(() => byRulesets({ octokit, named }, branch)),
    await ifReadable(() => byBranch({ octokit, named }, branch)),
  ];
  return [...new Set([...byRules, ...byProtection])];
}

type Call = Pick<RepositoryClient, 'octokit' | 'named'>;

async function byRulesets({ octokit, named }: Call, branch: string): Promise<readonly string[]> {
  const rules = await octokit.paginate(octokit.rest.repos.getBranchRules, { ...named, branch, per_page: 100 });
  return rules.flatMap((rule) =>
    rule.type === 'required_status_checks'
      ? (rule.parameters?.required_status_checks ?? []).map(({ context }) => context)
      : [],
  );
}

async function byBranch({ octokit, named }: Call, branch: string): Promise<readonly string[]> {
  const { data } = await octokit.rest.repos.getBranch({ ...named, branch });
  return data.protection.required_status_checks?.contexts ?? [];
}

async function ifReadable(read: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await read();
  } catch (error) {
    if (isRefusal(error, 403, 404)) return [];
    throw error;
  }
}
