import { quoted } from '../plan/read/problems.ts';
import { meaningOfKey, normalKey } from '../plan/read/setting_keys.ts';
import { nearest } from '../plan/suggest.ts';
import { entriesOfSetting } from './entries_of_setting.ts';
import { readAgents } from './read_agents.ts';
import { readBreaker } from './read_breaker.ts';
import type { LineFault } from './read_fields.ts';
import { readPermission } from './read_permission.ts';
import { readPrices } from './read_prices.ts';
import { readProtected } from './read_protected.ts';
import { readRoles } from './read_roles.ts';
import { readRouting } from './read_routing.ts';
import { readLabel, readRefusal } from './read_words.ts';
import { readYaml, type WrittenSetting, type WrittenValue } from './read_yaml.ts';
import type { CommandPermission, RepositorySettings } from './repository_settings.ts';
import type { SettingEntry } from './setting_entry.ts';
import { keyOfSetting, SETTING_KEYS } from './setting_key.ts';
import type { SettingsFile, SettingsProblem } from './settings_problem.ts';

/** What one file sets, and what is wrong with it. */
export type ReadFile = {
  readonly file: SettingsFile;
  /** As it is written; empty where it is no list of settings. */
  readonly written: readonly WrittenSetting[];
  readonly entries: readonly SettingEntry[];
  readonly problems: readonly SettingsProblem[];
};

/** Who may command where a file does not say so clearly: a slip of the pen must not let more people in. */
const STRICTEST: CommandPermission = { kind: 'role', atLeast: 'admin' };

type Values = Required<RepositorySettings>;
type Fault = Omit<LineFault, 'line'>;
type Read<Value> = { readonly value: Value } | Fault | { readonly faults: readonly LineFault[] };
type Setting = Pick<ReadFile, 'entries' | 'problems'>;

/** Every setting that is carried out, and how its value is read. */
const READERS: { readonly [Key in keyof Values]: (value: WrittenValue, line: number) => Read<Values[Key]> } = {
  label: readLabel,
  commandPermission: readPermission,
  refusal: readRefusal,
  agents: readAgents,
  roles: readRoles,
  routing: readRouting,
  breaker: readBreaker,
  protected: readProtected,
  prices: readPrices,
};

/** What plans that are issues are started and commanded by. The service that runs them has no user. */
const OF_ISSUES: readonly (keyof Values)[] = ['label', 'commandPermission', 'refusal'];

/** Reads one file. With problems, `entries` is what could be read. */
export function readSettingsFile(file: SettingsFile, yaml: string): ReadFile {
  const written = readYaml(yaml.replace(/^\uFEFF/, ''));
  if (!written.ok) {
    const problems = written.problems.map((problem) => ({ file, ...problem }));
    return { file, written: [], entries: [strictest(file, problems[0]?.line ?? 1)], problems };
  }
  const settings = written.settings.map((setting) => readSetting(file, setting));
  // Of a key that is written in two ways the last counts as a whole.
  const last = new Map(settings.map((setting) => [setting.entries[0]?.key, setting.entries]));
  return {
    file,
    written: written.settings,
    entries: [...last.values()].flat(),
    problems: settings.flatMap(({ problems }) => problems),
  };
}

function readSetting(file: SettingsFile, written: WrittenSetting): Setting {
  const { key: name, line } = written;
  const key = keyOfSetting(name);
  const failed = ({ message, mend }: Fault, entries: Setting['entries'] = []): Setting => ({
    entries,
    problems: [{ file, line, message, mend }],
  });
  if (key === undefined) return failed(notASetting(name), isNearPermission(name) ? [strictest(file, line)] : []);
  if (file === 'user' && OF_ISSUES.includes(key)) return failed(ofIssues(name));
  return readKnown(key, file, written, failed);
}

function readKnown<Key extends keyof Values>(
  key: Key,
  file: SettingsFile,
  written: WrittenSetting,
  failed: (fault: Fault, entries?: Setting['entries']) => Setting,
): Setting {
  const read: Read<Values[Key]> = READERS[key](written.value, written.line);
  if ('value' in read) return { entries: entriesOfSetting(key, read.value, written, file), problems: [] };
  if ('faults' in read) return { entries: [], problems: read.faults.map((fault) => ({ file, ...fault })) };
  return failed(read, key === 'commandPermission' ? [strictest(file, written.line)] : []);
}

function strictest(file: SettingsFile, line: number): SettingEntry {
  return { key: 'commandPermission', name: null, value: STRICTEST, from: { layer: file, line }, standsIn: true };
}

function isNearPermission(name: string): boolean {
  return nearest(normalKey(name), SETTING_KEYS) === 'command-permission';
}

function ofIssues(written: string): Fault {
  return {
    message: `${quoted(written)} is about plans that are issues, and the service that runs these has no user.`,
    mend: 'Remove it here, and write it in `.github/planwright.yml` of the repository.',
  };
}

function notASetting(written: string): Fault {
  const { kind } = meaningOfKey(written);
  switch (kind) {
    case 'built':
      return {
        message: `${quoted(written)} in this file is not built yet.`,
        mend: 'Remove it here, and write it in the `planwright` block of the plan.',
      };
    case 'planned':
      return { message: `${quoted(written)} is not built yet.`, mend: 'Remove it until it is.' };
    case 'unknown': {
      const near = nearest(normalKey(written), SETTING_KEYS);
      const mend =
        near === undefined ? `Known are ${SETTING_KEYS.map(quoted).join(', ')}.` : `Did you mean \`${near}\`?`;
      return { message: `${quoted(written)} is no setting.`, mend };
    }
    default:
      return kind satisfies never;
  }
}
