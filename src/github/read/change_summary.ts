import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';

/** The most commits and files that are named. */
const COMMITS = 30;
const FILES = 60;
/** Of the first line of a commit's message, in UTF-16 code units. */
const SUBJECT_LIMIT = 120;

/** The commits from one commit to another, and the files that they changed, one line each; '': the repository lacks one of them. */
export async function summaryOfChange({ octokit, named }: RepositoryClient, from: string, to: string): Promise<string> {
  try {
    const basehead = `${from}...${to}`;
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...named, basehead });
    const commits = data.commits.map(({ sha, commit, author }) => {
      const who = author?.login ?? commit.author?.name ?? 'somebody';
      return `${sha.slice(0, 7)} ${who}: ${firstLine(commit.message)}`;
    });
    const files = (data.files ?? []).map(
      ({ filename, status, additions, deletions }) => `${filename} (${status}) +${additions} -${deletions}`,
    );
    return [...atMost(COMMITS, commits, 'commits'), ...atMost(FILES, files, 'files')].join('\n');
  } catch (error) {
    if (isRefusal(error, 404, 422)) return '';
    throw error;
  }
}

function atMost(most: number, lines: readonly string[], what: string): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `and ${lines.length - most} more ${what}`];
}

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length <= SUBJECT_LIMIT ? line : `${line.slice(0, SUBJECT_LIMIT)}…`;
}
