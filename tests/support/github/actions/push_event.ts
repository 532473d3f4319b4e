import { isAncestor } from '../git/bare_repository.ts';
import { changedFiles } from '../git/differences.ts';
import type { Signature } from '../git/git.ts';
import { type Commit, readCommit, readCommits } from '../git/read_commits.ts';
import { loginOf } from '../render/commit.ts';
import { repositoryPage } from '../render/repository.ts';
import type { Repository } from '../state.ts';
import { timestamp, type World } from '../world.ts';
import { closeMentioned } from './close_mentioned.ts';
import type { RefChange } from './ref_changes.ts';

const nothing = '0'.repeat(40);

/** GitHub lists no more commits than these in a push event. */
const mostCommits = 2_048;

/** Tells that a ref came, moved or went; closes what commits mention once they are on the default branch. */
export async function emitPush(world: World, repository: Repository, change: RefChange, actor: string): Promise<void> {
  const { ref, before, after } = change;
  const page = repositoryPage(world, repository);
  const commits = after === undefined ? [] : await newCommits(repository, ref, before, after);
  const rendered = await Promise.all(commits.map((commit) => renderPushed(page, repository, commit)));
  const head =
    after === undefined ? null : await renderPushed(page, repository, await readCommit(repository.folder, after));
  const forced = before !== undefined && after !== undefined && !(await isAncestor(repository.folder, before, after));
  world.emit('push', repository, actor, {
    ref,
    before: before ?? nothing,
    after: after ?? nothing,
    pusher: { name: actor, email: `${actor}@users.noreply.github.com` },
    created: before === undefined,
    deleted: after === undefined,
    forced,
    base_ref: null,
    compare: `${page}/compare/${(before ?? nothing).slice(0, 12)}...${(after ?? nothing).slice(0, 12)}`,
    commits: rendered,
    head_commit: head,
  });
  if (ref !== `refs/heads/${repository.defaultBranch}` || before === undefined) return;
  for (const { message } of commits) await closeMentioned(world, repository, actor, message);
}

async function newCommits(
  repository: Repository,
  ref: string,
  before: string | undefined,
  after: string,
): Promise<Commit[]> {
  const known = [...repository.refs].filter(([name]) => name !== ref && name.startsWith('refs/heads/'));
  const without = before === undefined ? known.map(([, sha]) => `^${sha}`) : [`^${before}`];
  const commits = await readCommits(repository.folder, [after, ...without], { skip: 0, count: mostCommits });
  return commits.reverse();
}

async function renderPushed(page: string, repository: Repository, commit: Commit): Promise<Record<string, unknown>> {
  const files = await changedFiles(repository.folder, commit.parents[0], commit.sha);
  const paths = (status: string) => files.filter((file) => file.status === status).map(({ path }) => path);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: timestamp(commit.committer.time),
    url: `${page}/commit/${commit.sha}`,
    author: renderPerson(commit.author),
    committer: renderPerson(commit.committer),
    added: paths('added'),
    removed: paths('removed'),
    modified: paths('modified'),
  };
}

function renderPerson({ name, email }: Signature): Record<string, unknown> {
  const username = loginOf(email);
  return { name, email, ...(username === undefined ? {} : { username }) };
}
