import type { Signature } from '../git/git.ts';
import type { Commit } from '../git/read_commits.ts';
import type { Repository } from '../state.ts';
import { nodeId, timestamp, type World } from '../world.ts';
import { type Rendered, renderAccount } from './account.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** Under which name and address somebody's commits stand here. */
export function signatureOf(login: string, time: number): Signature {
  return { name: login, email: `${login}@users.noreply.github.com`, time };
}

/** The account that an address belongs to. */
export function loginOf(email: string): string | undefined {
  return /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(email)?.[1];
}

/** A commit as the git endpoints show it. */
export function renderGitCommit(world: World, repository: Repository, commit: Commit): Rendered {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeIdOf(commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: renderSignature(commit.author),
    committer: renderSignature(commit.committer),
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: unsigned,
  };
}

/** A commit as the repository's commit endpoints show it. */
export function renderCommit(world: World, repository: Repository, commit: Commit): Rendered {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeIdOf(commit.sha),
    commit: {
      author: renderSignature(commit.author),
      committer: renderSignature(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: renderWriter(world, commit.author),
    committer: renderWriter(world, commit.committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${page}/commit/${sha}` })),
  };
}

/** A ref. */
export function renderRef(world: World, repository: Repository, ref: string, sha: string): Rendered {
  const url = repositoryUrl(world, repository);
  return {
    ref,
    node_id: nodeIdOf(ref),
    url: `${url}/git/${ref}`,
    object: { sha, type: 'commit', url: `${url}/git/commits/${sha}` },
  };
}

function nodeIdOf(name: string): string {
  return nodeId(name, 0);
}

function renderSignature({ name, email, time }: Signature): Rendered {
  return { name, email, date: timestamp(time) };
}

function renderWriter(world: World, { email }: Signature): Rendered | null {
  const login = loginOf(email);
  return login === undefined ? null : renderAccount(world, login);
}
