import { z } from 'zod';
import type { LineAt } from '../../service/ports/review_reader.ts';
import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';
import { lastCommitOf } from './file_at.ts';
import { mergeThatBrought } from './merge_that_brought.ts';

/** The commits of the first line of `head` that may have brought a line there, the likeliest first. */
export async function bringersOf(call: RepositoryClient, place: LineAt, head: string): Promise<readonly string[]> {
  const [wrote, changed] = [await commitOfLine(call, place), await lastCommitOf(call, place.path, head)];
  const commits = [...new Set([wrote, changed].filter((commit) => commit !== null))];
  const brought = [];
  for (const commit of commits) brought.push(await mergeThatBrought(call, commit, head));
  return [...new Set(brought)];
}

const BLAME = `query ($owner: String!, $repo: String!, $commit: GitObjectID!, $path: String!) {
  repository(owner: $owner, name: $repo) {
    object(oid: $commit) { ... on Commit { blame(path: $path) { ranges { startingLine endingLine commit { oid } } } } }
  }
}`;

const Blamed = z.object({
  repository: z.object({
    object: z
      .object({
        blame: z.object({
          ranges: z.array(
            z.object({ startingLine: z.number(), endingLine: z.number(), commit: z.object({ oid: z.string() }) }),
          ),
        }),
      })
      .nullable(),
  }),
});

/** Who wrote the line, as git blame has it, which REST has no way to ask; null: nobody knows. */
async function commitOfLine(
  { octokit, named }: RepositoryClient,
  { commit, path, line }: LineAt,
): Promise<string | null> {
  if (line === null) return null;
  try {
    const answer = Blamed.parse(await octokit.graphql<unknown>(BLAME, { ...named, commit, path }));
    const ranges = answer.repository.object?.blame.ranges ?? [];
    return ranges.find((range) => range.startingLine <= line && line <= range.endingLine)?.commit.oid ?? null;
  } catch (error) {
    // The commit or the file is not there, or the answer is not as documented: the file's newest change tells as well.
    if (isRefusal(error, 200, 404, 422) || error instanceof z.ZodError || isGraphqlError(error)) return null;
    throw error;
  }
}

function isGraphqlError(error: unknown): boolean {
  return error instanceof Error && 'errors' in error;
}
