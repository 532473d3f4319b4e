import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';

/** How `head` stands to `base`; `unknown`: the repository does not hold one of them. */
export type Standing = 'identical' | 'ahead' | 'behind' | 'diverged' | 'unknown';

/** How commit `head` stands to commit `base`. Histories that have nothing in common have diverged. */
export async function standing({ octokit, named }: RepositoryClient, base: string, head: string): Promise<Standing> {
  if (base === head) return 'identical';
  try {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      ...named,
      basehead: `${base}...${head}`,
      per_page: 1,
    });
    return data.status;
  } catch (error) {
    if (isRefusal(error, 404) && /no common ancestor/i.test(error.said)) return 'diverged';
    if (isRefusal(error, 404, 422)) return 'unknown';
    throw error;
  }
}

/** Whether `head` contains `commit`. */
export function contains(standingOfHead: Standing): boolean {
  return standingOfHead === 'identical' || standingOfHead === 'ahead';
}

/** What one side did to a file, as a comparison on GitHub tells it. */
export type FileChange = {
  readonly path: string;
  /** What it was called before; absent: the same. */
  readonly previous?: string | undefined;
  readonly status: string;
  /** Of its content afterwards; null: not told. */
  readonly blob: string | null;
  readonly additions: number;
  readonly deletions: number;
  /** Its hunks; absent for what is no text, or too large. */
  readonly patch?: string | undefined;
};

/** Files that changed on the way from where both commits meet to `head`: the first 300, as many as GitHub tells. */
export async function changedFiles(
  { octokit, named }: RepositoryClient,
  base: string,
  head: string,
): Promise<readonly FileChange[]> {
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...named, basehead: `${base}...${head}` });
  return filesOf(data);
}

type Comparison = Awaited<
  ReturnType<RepositoryClient['octokit']['rest']['repos']['compareCommitsWithBasehead']>
>['data'];

/** The files of a comparison, in our words. */
export function filesOf({ files = [] }: Pick<Comparison, 'files'>): readonly FileChange[] {
  return files.map(({ filename, previous_filename: previous, sha, ...file }) => ({
    ...file,
    path: filename,
    previous,
    blob: sha,
  }));
}

/** Their paths, of those that were moved the former ones as well. */
export async function changedPaths(call: RepositoryClient, base: string, head: string): Promise<readonly string[]> {
  return (await changedFiles(call, base, head)).flatMap(({ path, previous }) =>
    previous === undefined ? [path] : [path, previous],
  );
}
