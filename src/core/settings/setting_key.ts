import { normalKey } from '../plan/read/setting_keys.ts';
import type { OwnSetting } from './repository_settings.ts';

/** How files write the settings. */
const KEYS: Readonly<Record<string, OwnSetting>> = {
  label: 'label',
  'command-permission': 'commandPermission',
  refusal: 'refusal',
  agents: 'agents',
  roles: 'roles',
  routing: 'routing',
  breaker: 'breaker',
  protected: 'protected',
  prices: 'prices',
  'repository-budget': 'repositoryBudget',
};

/** Every key that settings files have for themselves, in the order of the guide. */
export const SETTING_KEYS: readonly string[] = Object.keys(KEYS);

/** The setting that a key of a file stands for; undefined: none. Case, blanks and underscores do not matter. */
export function keyOfSetting(written: string): OwnSetting | undefined {
  const key = normalKey(written);
  return Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
}
