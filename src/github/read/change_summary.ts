import { counted } from '../../core/text/counted.ts';
import { shortCommit } from '../../core/text/short_commit.ts';
import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';
import { type FileChange, filesOf } from './compare.ts';

/** The most commits and files that are named. */
const COMMITS = 30;
const FILES = 60;
/** Of the first line of a commit's message, in UTF-16 code units. */
const SUBJECT_LIMIT = 120;

/**
 * The commits from one commit to another, and the files that they changed, one line each; where the first was overwritten, how much of
 * it is gone, and then from where both come. '': the repository lacks one of them.
 */
export async function summaryOfChange({ octokit, named }: RepositoryClient, from: string, to: string): Promise<string> {
  try {
    const basehead = `${from}...${to}`;
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...named, basehead });
    const commits = data.commits.map(({ sha, commit, author }) => {
      const who = author?.login ?? commit.author?.name ?? 'somebody';
      return `${shortCommit(sha)} ${who}: ${firstLine(commit.message)}`;
    });
    return [
      ...overwritten(data.behind_by, from),
      ...atMost(COMMITS, commits, 'commits', data.total_commits),
      ...atMost(FILES, filesOf(data).map(fileLine), 'files'),
    ].join('\n');
  } catch (error) {
    if (isRefusal(error, 404, 422)) return '';
    throw error;
  }
}

function overwritten(gone: number, from: string): readonly string[] {
  if (gone === 0) return [];
  return [
    `The branch was overwritten: ${counted(gone, 'commit')} up to ${shortCommit(from)} ${gone === 1 ? 'is' : 'are'} no part of it any more.`,
  ];
}

/** What is no text, or was only moved, has no lines. */
function fileLine({ path, status, previous, additions, deletions }: FileChange): string {
  const how = previous === undefined ? status : `${status} from ${previous}`;
  const lines = additions + deletions === 0 ? '' : ` +${additions} -${deletions}`;
  return `${path} (${how})${lines}`;
}

/** GitHub itself names no more than 250 commits and 300 files, and how many there are of commits alone. */
function atMost(most: number, lines: readonly string[], what: string, all = lines.length): readonly string[] {
  if (all <= most) return lines;
  return [...lines.slice(0, most), `and ${all - most} more ${what}`];
}

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length <= SUBJECT_LIMIT ? line : `${line.slice(0, SUBJECT_LIMIT)}…`;
}
