import type { Provider } from '../config/runner_config.ts';
import { isObject, merged } from './json_object.ts';
import { type LentFile, lentFiles } from './lent_files.ts';
import { programOf } from './programs.ts';
import { removeFromHome, writeInHome } from './write_in_home.ts';

/**
 * Puts into an agent's HOME what it needs to find there, and resolves to what takes away again what it was lent: setup and
 * verification, which use the same HOME, hold nothing of it.
 */
export type FurnishHome = (home: string, provider: Provider) => Promise<() => Promise<void>>;

/**
 * Furnishes HOMEs from the user's own.
 *
 * @param environment the runner's own, which says by what an agent has its credentials
 */
export function furnishingFrom(
  userHome: string,
  environment: Readonly<Record<string, string | undefined>>,
): FurnishHome {
  return async (home, provider) => {
    const lent = await lentFiles(userHome, provider);
    const takeAway = async () => {
      for (const { path } of lent) await removeFromHome(home, path);
    };
    try {
      for (const { path, content } of lent) await writeInHome(home, path, content);
      const own = programOf(provider)?.settings(provider, environment);
      if (own !== undefined) {
        const theirs = settingsIn(lent.find(({ path }) => path === own.path));
        await writeInHome(home, own.path, `${JSON.stringify(merged(own.settings, theirs), null, 2)}\n`);
      }
    } catch (error) {
      await takeAway();
      throw error;
    }
    return takeAway;
  };
}

/** Takes away what a provider was lent before a runner was killed. */
export async function clearLent(home: string, provider: Pick<Provider, 'home'> | undefined): Promise<void> {
  for (const path of provider?.home ?? []) await removeFromHome(home, path);
}

/** What somebody set for themselves; settings that are no JSON are left to their agent to complain about elsewhere. */
function settingsIn(file: LentFile | undefined) {
  if (file === undefined) return {};
  try {
    const read: unknown = JSON.parse(file.content.toString('utf8'));
    return isObject(read) ? read : {};
  } catch {
    return {};
  }
}
