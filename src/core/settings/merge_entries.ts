import { DEFAULT_SETTINGS, type RepositorySettings } from './repository_settings.ts';
import { type EffectiveEntry, entriesOfKey, type SettingEntry } from './setting_entry.ts';

/**
 * What holds of what several layers set: of entries with one name that of the last layer. Those of the last layer come first, so
 * that of prices, where the first that fits a model counts, the nearest counts.
 *
 * @param layers from the one that counts least to the one that counts most; one of them may be merged already
 */
export function mergeEntries(
  layers: readonly (readonly (SettingEntry | EffectiveEntry)[])[],
): readonly EffectiveEntry[] {
  const standing = new Map<string, { readonly entry: SettingEntry; readonly overrode: SettingEntry[] }>();
  for (const entry of layers.toReversed().flat()) {
    const identity = JSON.stringify([entry.key, entry.name]);
    const before = standing.get(identity);
    const overrode = 'overrode' in entry ? entry.overrode : [];
    if (before === undefined) standing.set(identity, { entry, overrode: [...overrode] });
    else before.overrode.push(entry, ...overrode);
  }
  return [...standing.values()].map(({ entry, overrode }) => ({ ...entry, overrode }));
}

/**
 * The settings that the entries come to. Of agents and what is about them they hold what files set: defaults are added where
 * they are used, so that a run that is under way gets those of a newer version.
 */
export function settingsOfEntries(entries: readonly SettingEntry[]): RepositorySettings {
  const set = entries.filter(({ from }) => from.layer !== 'default');
  const [label] = entriesOfKey(set, 'label');
  const [permission] = entriesOfKey(set, 'commandPermission');
  const [refusal] = entriesOfKey(set, 'refusal');
  const [routing] = entriesOfKey(set, 'routing');
  const [breaker] = entriesOfKey(set, 'breaker');
  const [budget] = entriesOfKey(set, 'repositoryBudget');
  const globs = entriesOfKey(set, 'protected').map(({ value }) => value);
  const prices = entriesOfKey(set, 'prices').map(({ value }) => value);
  return {
    label: label?.value ?? DEFAULT_SETTINGS.label,
    commandPermission: permission?.value ?? DEFAULT_SETTINGS.commandPermission,
    refusal: refusal?.value ?? DEFAULT_SETTINGS.refusal,
    planDefaults: Object.assign({}, ...entriesOfKey(set, 'planDefaults').map(({ value }) => value)),
    agents: byName(entriesOfKey(set, 'agents')),
    roles: byName(entriesOfKey(set, 'roles')),
    routing: routing?.value.map(({ rule }) => rule) ?? DEFAULT_SETTINGS.routing,
    ...(breaker === undefined ? {} : { breaker: breaker.value }),
    ...(globs.length === 0 ? {} : { protected: globs }),
    ...(prices.length === 0 ? {} : { prices }),
    ...(budget === undefined ? {} : { repositoryBudget: budget.value }),
  };
}

function byName<Value>(entries: readonly { readonly name: string | null; readonly value: Value }[]) {
  return Object.fromEntries(entries.map(({ name, value }) => [name ?? '', value]));
}
