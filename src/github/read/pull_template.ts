import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';

/** Where GitHub looks for a template, in its order. The root is not listed, since it may be long: there the usual names are tried. */
const PLACES: readonly (readonly string[] | string)[] = [
  '.github',
  ['PULL_REQUEST_TEMPLATE.md', 'pull_request_template.md'],
  'docs',
];
const NAME = /^pull_request_template\.(md|txt)$/i;

/** How long what was read is used again, in milliseconds. */
const KEPT_MS = 10 * 60_000;
const KEPT_MOST = 500;

/** The template for pull requests on a branch (null: the default branch), as GitHub would offer it; null: there is none. */
export type PullTemplates = (call: RepositoryClient, branch: string | null) => Promise<string | null>;

/** Reads templates, each again only after a while: every task of a run asks for the same one. */
export function pullTemplates(clock: { readonly now: () => number }): PullTemplates {
  const kept = new Map<string, { readonly template: string | null; readonly until: number }>();
  return async (call, branch) => {
    const key = `${call.place.id} ${branch}`;
    const before = kept.get(key);
    if (before !== undefined && before.until > clock.now()) return before.template;
    const template = await readTemplate(call, branch);
    if (kept.size >= KEPT_MOST) kept.clear();
    kept.set(key, { template, until: clock.now() + KEPT_MS });
    return template;
  };
}

async function readTemplate(call: RepositoryClient, branch: string | null): Promise<string | null> {
  for (const place of PLACES) {
    const paths = typeof place === 'string' ? await templatesIn(call, place, branch) : place;
    for (const path of paths) {
      const file = await contentsOf(call, path, branch);
      if (file === null || Array.isArray(file) || file.type !== 'file') continue;
      return Buffer.from(file.content, 'base64').toString('utf8');
    }
  }
  return null;
}

async function templatesIn(call: RepositoryClient, folder: string, branch: string | null): Promise<readonly string[]> {
  const listing = await contentsOf(call, folder, branch);
  if (!Array.isArray(listing)) return [];
  return listing.filter(({ type, name }) => type === 'file' && NAME.test(name)).map(({ path }) => path);
}

async function contentsOf({ octokit, named }: RepositoryClient, path: string, branch: string | null) {
  try {
    const ref = branch === null ? {} : { ref: branch };
    const request = { missingIsFine: true };
    const { data } = await octokit.rest.repos.getContent({ ...named, ...ref, path, request });
    return data;
  } catch (error) {
    if (isRefusal(error, 404, 403)) return null;
    throw error;
  }
}
