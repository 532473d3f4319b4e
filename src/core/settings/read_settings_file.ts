import { ProblemList, quoted } from '../plan/read/problems.ts';
import { type RawSetting, readEachSetting } from '../plan/read/read_settings.ts';
import { meaningOfKey, normalKey, settingsOfAllPlans } from '../plan/read/setting_keys.ts';
import { settingLines } from '../plan/read/setting_lines.ts';
import { nearest } from '../plan/suggest.ts';
import { entriesOfSetting } from './entries_of_setting.ts';
import { tellInvisible } from './invisible_values.ts';
import { readAgents } from './read_agents.ts';
import { readBreaker } from './read_breaker.ts';
import type { LineFault } from './read_fields.ts';
import { readPermission, STRICTEST } from './read_permission.ts';
import { readPrices } from './read_prices.ts';
import { readProtected } from './read_protected.ts';
import { readRepositoryBudget } from './read_repository_budget.ts';
import { readRoles } from './read_roles.ts';
import { readRouting } from './read_routing.ts';
import { readLabel, readRefusal } from './read_words.ts';
import { readYaml, type WrittenSetting, type WrittenValue } from './read_yaml.ts';
import type { OwnSetting, RepositorySettings } from './repository_settings.ts';
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

type Values = Required<Pick<RepositorySettings, OwnSetting>>;
type Fault = Omit<LineFault, 'line'>;
type Read<Value> = { readonly value: Value } | Fault | { readonly faults: readonly LineFault[] };
type Setting = Pick<ReadFile, 'entries' | 'problems'>;

/** Every setting that files have for themselves, and how its value is read. */
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
  repositoryBudget: readRepositoryBudget,
};

/** What plans that are issues are started and commanded by. The service that runs them has no user. */
const OF_ISSUES: readonly string[] = ['label', 'command-permission', 'refusal', 'reviewers'];

/** Every key that a file may have. */
const FILE_KEYS = [...new Set([...SETTING_KEYS, ...settingsOfAllPlans])];

/** Reads one file. With problems, `entries` is what could be read. */
export function readSettingsFile(file: SettingsFile, yaml: string): ReadFile {
  const written = readYaml(yaml.replace(/^\uFEFF/, ''));
  if (!written.ok) {
    const problems = written.problems.map((problem) => ({ file, ...problem }));
    return { file, written: [], entries: [strictest(file, problems[0]?.line ?? 1)], problems };
  }
  const isOfPlans = written.settings.map(({ key }) => isSettingOfPlans(file, key));
  const settings = written.settings
    .filter((_, at) => isOfPlans[at] !== true)
    .map((one) => tellInvisible(file, one, readSetting(file, one)));
  const found = new ProblemList();
  const ofPlans = written.asInBlock((at) => isOfPlans[at] === true, found);
  const defaults = planDefaultsIn(file, ofPlans, found);
  // Of a key that is written in two ways the last counts as a whole.
  const last = new Map(settings.map((setting) => [setting.entries[0]?.key, setting.entries]));
  return {
    file,
    written: written.settings,
    entries: [...[...last.values()].flat(), ...defaults],
    problems: [
      ...settings.flatMap(({ problems }) => problems),
      ...found.problems.map(({ line, message, mend }) => ({ file, line, message, mend })),
    ].sort((left, right) => left.line - right.line),
  };
}

/** Whether plans have it, and this file has nothing else to say of it. */
function isSettingOfPlans(file: SettingsFile, name: string): boolean {
  if (keyOfSetting(name) !== undefined || meaningOfKey(name).kind === 'unknown') return false;
  return file !== 'user' || !OF_ISSUES.includes(normalKey(name));
}

/** What a file says for all plans, read as the block of a plan is. */
function planDefaultsIn(
  file: SettingsFile,
  written: readonly RawSetting[],
  problems: ProblemList,
): readonly SettingEntry[] {
  const lines = settingLines(written);
  return [...readEachSetting(written, 'file', problems)].flatMap(([name, value]): SettingEntry[] => {
    if (Object.keys(value).length === 0) return [];
    return [{ key: 'planDefaults', name, value, from: { layer: file, line: lines[name] ?? null } }];
  });
}

function readSetting(file: SettingsFile, written: WrittenSetting): Setting {
  const { key: name, line } = written;
  const key = keyOfSetting(name);
  const failed = ({ message, mend }: Fault, entries: Setting['entries'] = []): Setting => ({
    entries,
    problems: [{ file, line, message, mend }],
  });
  if (file === 'user' && OF_ISSUES.includes(normalKey(name))) return failed(ofIssues(name));
  if (key === undefined) return failed(notASetting(name, file), isNearPermission(name) ? [strictest(file, line)] : []);
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

function notASetting(written: string, file: SettingsFile): Fault {
  const known = file === 'user' ? FILE_KEYS.filter((key) => !OF_ISSUES.includes(key)) : FILE_KEYS;
  const near = nearest(normalKey(written), known);
  const mend =
    near === undefined ? 'Remove it, or see the guide for what this file may say.' : `Did you mean \`${near}\`?`;
  return { message: `${quoted(written)} is no setting.`, mend };
}
