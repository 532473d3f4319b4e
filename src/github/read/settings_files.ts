import type { Octokit } from '@octokit/rest';
import type { RepositoryReader } from '../../service/ports/repository_reader.ts';
import { isRefusal } from '../clients/github_error.ts';

const SETTINGS_FILE = '.github/planwright.yml';
/** The repository in which an organisation keeps what holds for all its repositories. */
const ORGANISATION_REPOSITORY = '.github';

/** The settings files that hold for a repository. `everywhere` reaches more of the installation than the repository. */
export async function readSettingsFiles(
  { octokit, everywhere }: { readonly octokit: Octokit; readonly everywhere: Octokit },
  { owner, repo }: { readonly owner: string; readonly repo: string },
): ReturnType<RepositoryReader['settingsFiles']> {
  const [own, organisation] = await Promise.all([
    textOf(octokit, { owner, repo, path: SETTINGS_FILE }),
    repo === ORGANISATION_REPOSITORY
      ? null
      : textOf(everywhere, { owner, repo: ORGANISATION_REPOSITORY, path: SETTINGS_FILE }),
  ]);
  return { own, organisation };
}

/** The text of a file on the default branch; null: there is none, or the App does not reach that repository. */
async function textOf(
  octokit: Octokit,
  where: { readonly owner: string; readonly repo: string; readonly path: string },
): Promise<string | null> {
  try {
    const { data } = await octokit.rest.repos.getContent(where);
    if (Array.isArray(data) || data.type !== 'file' || !('content' in data)) return null;
    return Buffer.from(data.content, 'base64').toString('utf8');
  } catch (error) {
    if (isRefusal(error, 404)) return null;
    throw error;
  }
}
