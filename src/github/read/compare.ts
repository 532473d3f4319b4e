import type { EffectCall } from '../effect_call.ts';
import { isRefusal } from '../github_error.ts';

/** How `head` stands to `base`; `unknown`: the repository does not hold one of them. */
export type Standing = 'identical' | 'ahead' | 'behind' | 'diverged' | 'unknown';

/** How commit `head` stands to commit `base`. Histories that have nothing in common have diverged. */
export async function standing({ octokit, named }: EffectCall, base: string, head: string): Promise<Standing> {
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

/** Paths that changed on the way from where both commits meet to `head`: the first 300, as many as GitHub tells. */
export async function changedPaths(
  { octokit, named }: EffectCall,
  base: string,
  head: string,
): Promise<readonly string[]> {
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...named, basehead: `${base}...${head}` });
  return (data.files ?? []).flatMap(({ filename, previous_filename: before }) =>
    before === undefined ? [filename] : [filename, before],
  );
}
