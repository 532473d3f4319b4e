import { KNOWN_ROLES } from '../agents/roles.ts';
import { type EffectiveEntry, entriesOfKey, type SettingEntry, type SettingSource } from '../settings/setting_entry.ts';
import { keyOfSetting, SETTING_KEYS } from '../settings/setting_key.ts';
import { asInFile, ruleInFile } from './as_in_file.ts';
import type { Explained, Sourced } from './explained.ts';

const DEFAULT: SettingSource = { layer: 'default', line: null };

/** What holds of every setting of the files, entry by entry, in the order of the guide. */
export function explainSettings(entries: readonly EffectiveEntry[]): readonly Explained[] {
  return SETTING_KEYS.flatMap((setting) => {
    const key = keyOfSetting(setting);
    switch (key) {
      case undefined:
        return [];
      case 'routing':
        return entriesOfKey(entries, key).flatMap(explainRules);
      case 'agents': {
        const agents = entriesOfKey(entries, key).map((entry) => explained(setting, entry));
        return agents.length > 0 ? agents : [{ setting, ...NOTHING, note: 'the providers of runners, by their names' }];
      }
      case 'roles': {
        const roles = entriesOfKey(entries, key).map((entry) => explained(setting, entry));
        const others = KNOWN_ROLES.filter((role) => roles.every(({ name }) => name !== role));
        const byThemselves = others.map((name) => ({ setting, ...NOTHING, name, note: 'as Planwright has it' }));
        return [...roles, ...byThemselves];
      }
      default:
        return entriesOfKey(entries, key).map((entry) => explained(setting, entry));
    }
  });
}

const NOTHING = { name: null, value: null, from: DEFAULT, overrode: [] };

function explained(setting: string, entry: EffectiveEntry): Explained {
  return { setting, name: entry.name, ...sourced(entry), overrode: entry.overrode.map(sourced) };
}

function sourced(entry: SettingEntry): Sourced {
  return { value: asInFile(entry), from: entry.from };
}

type Rules = Extract<SettingEntry, { readonly key: 'routing' }>;

/** One row for each rule. What all of them stand for is told at the last. */
function explainRules({ overrode, ...entry }: Rules & Pick<EffectiveEntry, 'overrode'>): readonly Explained[] {
  const others = entriesOfKey(overrode, 'routing').flatMap(rulesOf);
  const rules = rulesOf(entry);
  if (rules.length === 0) return [{ setting: entry.key, name: null, value: [], from: entry.from, overrode: others }];
  return rules.map((rule, at) => ({
    setting: entry.key,
    name: String(at + 1),
    ...rule,
    overrode: at === rules.length - 1 ? others : [],
  }));
}

function rulesOf({ value, from: { layer } }: Rules): readonly Sourced[] {
  return value.map(({ line, rule }) => ({ value: ruleInFile(rule), from: { layer, line } }));
}
