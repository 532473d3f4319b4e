import type { Provider } from '../config/runner_config.ts';
import { isObject, merged } from './json_object.ts';
import { type LentFile, lentFiles, secretsIn } from './lent_files.ts';
import { clearLent, writeLentRecord } from './lent_record.ts';
import { programOf } from './programs.ts';
import { writeInHome } from './write_in_home.ts';

/**
 * Puts into an agent's HOME what it needs to find there, and resolves to what takes away again what it was lent: setup and
 * verification, which use the same HOME, hold nothing of it.
 *
 * @param keepSecrets is told the secrets in what is lent, before the agent can see any of it
 */
export type FurnishHome = (home: string, provider: Provider, keepSecrets: KeepSecrets) => Promise<() => Promise<void>>;

/** Writes down secrets that are known to this process alone, for one that comes after it. */
export type KeepSecrets = (secrets: readonly string[]) => Promise<void>;

/**
 * Furnishes HOMEs from the user's own.
 *
 * @param environment the runner's own, which says by what an agent has its credentials
 * @param learn has what is lent taken out of all that leaves the runner; a login may have been renewed since it started
 */
export function furnishingFrom(
  userHome: string,
  environment: Readonly<Record<string, string | undefined>>,
  learn: (secrets: readonly string[]) => void,
): FurnishHome {
  return async (home, provider, keepSecrets) => {
    const lent = await lentFiles(userHome, provider);
    const secrets = secretsIn(lent.map(({ content }) => content));
    learn(secrets);
    if (secrets.length > 0) await keepSecrets(secrets);
    const takeAway = () => clearLent(home);
    if (lent.length > 0) await writeLentRecord(home, lent);
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
