import { findComment, findIssue, findPull, isPull } from './actions/find.ts';
import { resolveCommit } from './git/bare_repository.ts';
import { readTree } from './git/read_commits.ts';
import type { RepositoryName } from './people/people.ts';
import type { Pull } from './render/pull.ts';
import type { CheckRun, Comment, Issue, Repository } from './state.ts';

/** What tests look at: the records as they are now. */
export type Views = {
  readonly repository: (repo: RepositoryName) => Repository;
  /** Issues that are no pull requests, by number. */
  readonly issues: (repo: RepositoryName) => readonly Issue[];
  readonly issue: (repo: RepositoryName, number: number) => Issue;
  /** Of the repository, or of one issue or pull request; oldest first. */
  readonly comments: (repo: RepositoryName, number?: number) => readonly Comment[];
  readonly pulls: (repo: RepositoryName) => readonly Pull[];
  readonly pull: (repo: RepositoryName, number: number) => Pull;
  /** Of the repository, or of one commit; oldest first. */
  readonly checks: (repo: RepositoryName, commit?: string) => readonly CheckRun[];
  readonly labels: (repo: RepositoryName, number: number) => readonly string[];
  /** Branch → commit id. */
  readonly branches: (repo: RepositoryName) => Readonly<Record<string, string>>;
  /** Every ref → commit id. */
  readonly refs: (repo: RepositoryName) => ReadonlyMap<string, string>;
  /** `content by login` of a comment, in order. */
  readonly reactions: (repo: RepositoryName, comment: number) => readonly string[];
  /** A file's content on a branch or commit, or undefined. */
  readonly file: (repo: RepositoryName, commit: string, path: string) => Promise<string | undefined>;
};

/** Views over repositories that `find` finds. */
export function createViews(find: (repo: RepositoryName) => Repository): Views {
  const prefix = 'refs/heads/';
  return {
    repository: find,
    issues: (repo) => [...find(repo).issues.values()].filter((issue) => !isPull(issue)),
    issue: (repo, number) => findIssue(find(repo), number),
    comments: (repo, number) =>
      [...find(repo).comments.values()].filter(({ issue }) => number === undefined || issue === number),
    pulls: (repo) => [...find(repo).issues.values()].filter(isPull),
    pull: (repo, number) => findPull(find(repo), number),
    checks: (repo, commit) =>
      [...find(repo).checkRuns.values()].filter(({ headSha }) => commit === undefined || headSha === commit),
    labels: (repo, number) => findIssue(find(repo), number).labels,
    branches: (repo) =>
      Object.fromEntries(
        [...find(repo).refs]
          .filter(([ref]) => ref.startsWith(prefix))
          .map(([ref, sha]) => [ref.slice(prefix.length), sha]),
      ),
    refs: (repo) => find(repo).refs,
    reactions: (repo, comment) =>
      findComment(find(repo), comment).reactions.map(({ content, author }) => `${content} by ${author}`),
    file: async (repo, name, path) => {
      const { folder } = find(repo);
      const commit = await resolveCommit(folder, name);
      const found = commit === undefined ? undefined : await readTree(folder, commit, path);
      return found?.kind === 'file' ? found.content.toString() : undefined;
    },
  };
}
