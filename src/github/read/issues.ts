import type { RestEndpointMethodTypes } from '@octokit/rest';
import { planLimits } from '../../core/plan/limits.ts';
import type { SubIssue } from '../../core/plan/plan_issues.ts';
import type { IssueNow, IssuesBelow } from '../../service/ports/repository_reader.ts';
import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';
import { gate } from './gate.ts';

type Issue = RestEndpointMethodTypes['issues']['listSubIssues']['response']['data'][number];

/** GitHub lets issues stand eight deep, and a hundred below one. */
const DEEPEST = 8;
/** Calls that are under way together: a delivery has little time. */
const AT_ONCE = 10;

/** An issue as it is now; null: there is none of that number here any more. */
export async function issueNow({ octokit, named }: RepositoryClient, number: number): Promise<IssueNow | null> {
  try {
    const { data } = await octokit.rest.issues.get({
      ...named,
      issue_number: number,
      request: { missingIsFine: true },
    });
    return toIssue(data);
  } catch (error) {
    // 301: it was transferred; 410: deleted.
    if (isRefusal(error, 301, 404, 410)) return null;
    throw error;
  }
}

/**
 * The issues below an issue, level by level, with what blocks them: those that are closed as well, since who closed one may not have
 * been allowed to, and it may be opened again.
 */
export async function issuesBelow(client: RepositoryClient, number: number): Promise<IssuesBelow> {
  const issues = new Map<number, IssueNow>();
  const enter = gate(AT_ONCE);
  let count = 0;
  let isCut = false;
  const branchOf = async (child: Issue, depth: number): Promise<SubIssue> => {
    const elsewhere = reference(client, child);
    if (!elsewhere.startsWith('#')) return { number: child.number, elsewhere, blockedBy: [], children: [] };
    const isParent = (child.sub_issues_summary?.total ?? 0) > 0 && depth < DEEPEST;
    const [children, blockers] = await Promise.all([
      isParent ? treeOf(child.number, depth + 1) : [],
      enter(() => blockersOf(client, child)),
    ]);
    for (const blocker of blockers) {
      if (reference(client, blocker).startsWith('#') && !issues.has(blocker.number))
        issues.set(blocker.number, toIssue(blocker));
    }
    const blockedBy = blockers.map((blocker) => reference(client, blocker));
    return { number: child.number, blockedBy, children };
  };
  const treeOf = async (parent: number, depth: number): Promise<readonly SubIssue[]> => {
    const children = await enter(() => subIssues(client, parent));
    count += children.length;
    isCut ||= count > planLimits.issuesBelow;
    if (isCut) return [];
    for (const child of children) {
      if (reference(client, child).startsWith('#')) issues.set(child.number, toIssue(child));
    }
    return Promise.all(children.map((child) => branchOf(child, depth)));
  };
  const tree = await treeOf(number, 1);
  return { tree, issues: [...issues.values()], ...(isCut ? { isCut: true as const } : {}) };
}

async function subIssues({ octokit, named }: RepositoryClient, parent: number): Promise<readonly Issue[]> {
  try {
    return await octokit.paginate(octokit.rest.issues.listSubIssues, {
      ...named,
      issue_number: parent,
      per_page: 100,
      request: { missingIsFine: true },
    });
  } catch (error) {
    // A server of before that had no issues below issues.
    if (isRefusal(error, 404, 410)) return [];
    throw error;
  }
}

async function blockersOf({ octokit, named }: RepositoryClient, issue: Issue): Promise<readonly Issue[]> {
  if (issue.issue_dependencies_summary?.total_blocked_by === 0) return [];
  try {
    return await octokit.paginate(octokit.rest.issues.listDependenciesBlockedBy, {
      ...named,
      issue_number: issue.number,
      per_page: 100,
      request: { missingIsFine: true },
    });
  } catch (error) {
    if (isRefusal(error, 404, 410)) return [];
    throw error;
  }
}

/** `#12`, or `owner/name#12` of another repository. */
function reference({ named }: RepositoryClient, { number, repository_url: url }: Issue): string {
  const [owner = '', name = ''] = url.split('/').slice(-2);
  const isOurs = owner.toLowerCase() === named.owner.toLowerCase() && name.toLowerCase() === named.repo.toLowerCase();
  return isOurs ? `#${number}` : `${owner}/${name}#${number}`;
}

function toIssue(
  issue: Pick<Issue, 'number' | 'title' | 'body' | 'state' | 'state_reason' | 'pull_request'>,
): IssueNow {
  const { number, title, body, state, state_reason: reason, pull_request: pull } = issue;
  const isDropped = reason === 'not_planned' || (reason as string | null | undefined) === 'duplicate';
  const standing = state === 'open' ? 'open' : isDropped ? 'dropped' : 'completed';
  return { number, title, body: body ?? '', standing, isPull: pull !== undefined && pull !== null };
}
