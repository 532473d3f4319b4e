import type { WrittenSetting } from './read_yaml.ts';
import type { OwnSetting, RepositorySettings } from './repository_settings.ts';
import type { SettingEntry, SettingSource } from './setting_entry.ts';
import type { SettingsFile } from './settings_problem.ts';

type Values = Required<Pick<RepositorySettings, OwnSetting>>;

/** Where a part of the setting stands: an entry by its name, an item by its position, null: the setting itself. */
type PlaceOf = (part: string | number | null) => SettingSource;

/** What a setting that was read is made of, with the line of each part. */
export function entriesOfSetting<Key extends keyof Values>(
  key: Key,
  value: Values[Key],
  written: WrittenSetting,
  file: SettingsFile,
): readonly SettingEntry[] {
  return ENTRIES[key](value, (part) => ({ layer: file, line: lineOf(written, part) }));
}

const ENTRIES: {
  readonly [Key in keyof Values]: (value: Values[Key], at: PlaceOf) => readonly SettingEntry[];
} = {
  label: (value, at) => [{ key: 'label', name: null, value, from: at(null) }],
  commandPermission: (value, at) => [{ key: 'commandPermission', name: null, value, from: at(null) }],
  refusal: (value, at) => [{ key: 'refusal', name: null, value, from: at(null) }],
  agents: (agents, at) =>
    Object.entries(agents).map(([name, value]) => ({ key: 'agents', name, value, from: at(name) })),
  roles: (roles, at) => Object.entries(roles).map(([name, value]) => ({ key: 'roles', name, value, from: at(name) })),
  routing: (rules, at) => {
    const value = rules.map((rule, index) => ({ line: at(index).line, rule }));
    return [{ key: 'routing', name: null, value, from: at(null) }];
  },
  breaker: (value, at) => [{ key: 'breaker', name: null, value, from: at(null) }],
  protected: (globs, at) => globs.map((value, index) => ({ key: 'protected', name: value, value, from: at(index) })),
  prices: (prices, at) => prices.map((value) => ({ key: 'prices', name: value.model, value, from: at(value.model) })),
  repositoryBudget: (value, at) => [{ key: 'repositoryBudget', name: null, value, from: at(null) }],
};

function lineOf({ line, value }: WrittenSetting, part: string | number | null): number {
  if (typeof part === 'number') return (value.kind === 'list' ? value.items[part]?.line : undefined) ?? line;
  const entry = value.kind === 'map' ? value.entries.find(({ key }) => key === part) : undefined;
  return entry?.line ?? line;
}
