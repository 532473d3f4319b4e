import type { RepositoryClient } from '../clients/repository_client.ts';

/** How far back a merge is looked for: 1,000 commits. */
const PAGES = 10;
const PER_PAGE = 100;

type Parents = ReadonlyMap<string, readonly string[]>;

/**
 * The commit of the branch's own line by which `commit`, which `head` contains, came in: the oldest one along first parents that
 * contains it. Farther back than is looked, it is taken for having come in as it is.
 */
export async function mergeThatBrought(call: RepositoryClient, commit: string, head: string): Promise<string> {
  const parents = new Map<string, readonly string[]>();
  for (let page = 1; page <= PAGES; page += 1) {
    const { octokit, named } = call;
    const { data } = await octokit.rest.repos.listCommits({ ...named, sha: head, per_page: PER_PAGE, page });
    for (const each of data)
      parents.set(
        each.sha,
        each.parents.map(({ sha }) => sha),
      );
    if (parents.has(commit) || data.length < PER_PAGE) break;
  }
  return broughtInBy(parents, commit, head);
}

/** The same, in a history that is known. */
export function broughtInBy(parents: Parents, commit: string, head: string): string {
  const line = firstParents(parents, head);
  if (line.includes(commit)) return commit;
  const containing = descendants(parents, commit);
  return line.filter((each) => containing.has(each)).at(-1) ?? commit;
}

function firstParents(parents: Parents, head: string): readonly string[] {
  const line: string[] = [];
  for (let at: string | undefined = head; at !== undefined; at = parents.get(at)?.[0]) line.push(at);
  return line;
}

function descendants(parents: Parents, commit: string): ReadonlySet<string> {
  const children = new Map<string, string[]>();
  for (const [child, of] of parents) {
    for (const parent of of) children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const found = new Set<string>();
  const toVisit = [commit];
  for (let at = toVisit.pop(); at !== undefined; at = toVisit.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    toVisit.push(...(children.get(at) ?? []));
  }
  return found;
}
