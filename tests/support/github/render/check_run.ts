import type { Signature } from '../git/git.ts';
import { type Commit, readCommit } from '../git/read_commits.ts';
import type { CheckRun, Repository } from '../state.ts';
import { nodeId, timestamp, timestampOrNull, type World } from '../world.ts';
import type { Rendered } from './account.ts';
import { renderAppNamed } from './app.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

/** A check run as its endpoints show it. */
export function renderCheckRun(world: World, repository: Repository, check: CheckRun): Rendered {
  const url = `${repositoryUrl(world, repository)}/check-runs/${check.id}`;
  const page = `${repositoryPage(world, repository)}/runs/${check.id}`;
  const { annotations, ...output } = check.output;
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId('CR', check.id),
    head_sha: check.headSha,
    external_id: check.externalId,
    url,
    html_url: page,
    details_url: check.detailsUrl ?? page,
    status: check.status,
    conclusion: check.conclusion,
    started_at: timestamp(check.startedAt),
    completed_at: timestampOrNull(check.completedAt),
    output: { ...output, annotations_count: annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: check.suite },
    app: renderAppNamed(world, check.app),
    pull_requests: pullsAt(world, repository, check.headSha),
  };
}

/** The suite of a check run as webhooks show it. */
export async function renderCheckSuite(world: World, repository: Repository, check: CheckRun): Promise<Rendered> {
  const url = `${repositoryUrl(world, repository)}/check-suites/${check.suite}`;
  const runs = [...repository.checkRuns.values()].filter(({ suite }) => suite === check.suite);
  const completed = runs.every(({ status }) => status === 'completed');
  const worst = runs.find(({ conclusion }) => conclusion !== 'success' && conclusion !== 'neutral');
  const branch = [...repository.refs].find(([ref, sha]) => ref.startsWith('refs/heads/') && sha === check.headSha);
  return {
    id: check.suite,
    node_id: nodeId('CS', check.suite),
    head_branch: branch?.[0].replace('refs/heads/', '') ?? null,
    head_sha: check.headSha,
    status: completed ? 'completed' : 'in_progress',
    conclusion: completed ? (worst?.conclusion ?? 'success') : null,
    url,
    before: null,
    after: check.headSha,
    pull_requests: pullsAt(world, repository, check.headSha),
    app: renderAppNamed(world, check.app),
    created_at: timestamp(check.startedAt),
    updated_at: timestamp(check.completedAt ?? check.startedAt),
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
    head_commit: renderHeadCommit(await readCommit(repository.folder, check.headSha)),
  };
}

function renderHeadCommit({ sha, tree, message, author, committer }: Commit): Rendered {
  const person = ({ name, email }: Signature) => ({ name, email });
  return {
    id: sha,
    tree_id: tree,
    message,
    timestamp: timestamp(committer.time),
    author: person(author),
    committer: person(committer),
  };
}

/** The open pull requests whose head this commit is, as checks list them. */
function pullsAt(world: World, repository: Repository, sha: string): Rendered[] {
  const url = repositoryUrl(world, repository);
  const repo = { id: repository.id, url, name: repository.name };
  return [...repository.issues.values()].flatMap(({ id, number, state, pull }) =>
    pull === undefined || state === 'closed' || pull.headSha !== sha
      ? []
      : [
          {
            url: `${url}/pulls/${number}`,
            id,
            number,
            head: { ref: pull.headBranch, sha: pull.headSha, repo },
            base: { ref: pull.baseBranch, sha: pull.baseSha, repo },
          },
        ],
  );
}
