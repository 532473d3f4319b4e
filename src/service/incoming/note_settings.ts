import type { Change } from '../../core/changes.ts';
import { type ParsedSettings, parseSettings } from '../../core/settings/parse_settings.ts';
import { commit } from '../commit.ts';
import { type Handled, ignored } from './handled.ts';
import type { Occasion } from './occasion.ts';

/** How the repository is called whose settings hold for all of its owner's. */
const OF_ORGANISATION = /^[^/]+\/\.github$/;

/**
 * What settings say that holds for what is under way as well: the budget of the repository. Files with mistakes leave it as it was,
 * so that a slip of the pen does not lift it.
 */
export function keepingBudget(repository: string, { settings, problems }: ParsedSettings): readonly Change[] {
  if (problems.length > 0) return [];
  return [{ kind: 'keep_repository_budget', repository, budget: settings.repositoryBudget ?? null }];
}

/**
 * The default branch moved, and perhaps the settings on it. Those of an organisation are those of all its repositories; where nothing
 * runs they are read when something starts.
 */
export async function noteSettings({ deps, github, repository, isKnown, installation }: Occasion): Promise<Handled> {
  const { read } = deps.store;
  const ofAll = OF_ORGANISATION.test(repository.name) ? await read.repositoriesOfInstallation(installation) : [];
  const concerned = isKnown ? [repository, ...ofAll.filter(({ id }) => id !== repository.id)] : ofAll;
  let noted = 0;
  for (const one of concerned) {
    if ((await read.unfinishedRuns(one.id)).length === 0) continue;
    const changes = keepingBudget(one.id, parseSettings(await github.repositories.settingsFiles(one, 'anew')));
    await commit(deps, 'note_settings', async () => ({ changes, events: [], effects: [], result: null }));
    noted += 1;
  }
  return noted === 0
    ? ignored('Nothing runs that its settings hold for.')
    : { kind: 'done', note: 'Settings were read.' };
}
