import { DEFAULT_SETTINGS, type RepositorySettings } from './repository_settings.ts';
import { type EffectiveEntry, entriesOfKey, type SettingEntry } from './setting_entry.ts';

/**
 * What holds of what several files set: of entries with one name that of the last file. Those of the last file come first, so that
 * of prices, where the first that fits a model counts, the nearest counts.
 *
 * @param files from the one that counts least to the one that counts most
 */
export function mergeEntries(files: readonly (readonly SettingEntry[])[]): readonly EffectiveEntry[] {
  const standing = new Map<string, { readonly entry: SettingEntry; readonly overrode: SettingEntry[] }>();
  for (const entry of files.toReversed().flat()) {
    const identity = JSON.stringify([entry.key, entry.name]);
    const before = standing.get(identity);
    if (before === undefined) standing.set(identity, { entry, overrode: [] });
    else before.overrode.push(entry);
  }
  return [...standing.values()].map(({ entry, overrode }) => ({ ...entry, overrode }));
}

/** The settings that the entries come to, with defaults filled in. */
export function settingsOfEntries(entries: readonly SettingEntry[]): RepositorySettings {
  const [label] = entriesOfKey(entries, 'label');
  const [permission] = entriesOfKey(entries, 'commandPermission');
  const [refusal] = entriesOfKey(entries, 'refusal');
  const [routing] = entriesOfKey(entries, 'routing');
  const [breaker] = entriesOfKey(entries, 'breaker');
  const globs = entriesOfKey(entries, 'protected').map(({ value }) => value);
  const prices = entriesOfKey(entries, 'prices').map(({ value }) => value);
  return {
    label: label?.value ?? DEFAULT_SETTINGS.label,
    commandPermission: permission?.value ?? DEFAULT_SETTINGS.commandPermission,
    refusal: refusal?.value ?? DEFAULT_SETTINGS.refusal,
    agents: byName(entriesOfKey(entries, 'agents')),
    roles: byName(entriesOfKey(entries, 'roles')),
    routing: routing?.value.map(({ rule }) => rule) ?? DEFAULT_SETTINGS.routing,
    ...(breaker === undefined ? {} : { breaker: breaker.value }),
    ...(globs.length === 0 ? {} : { protected: globs }),
    ...(prices.length === 0 ? {} : { prices }),
  };
}

function byName<Value>(entries: readonly { readonly name: string | null; readonly value: Value }[]) {
  return Object.fromEntries(entries.map(({ name, value }) => [name ?? '', value]));
}
