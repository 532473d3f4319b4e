import { quoted } from '../plan/read/problems.ts';
import { meaningOfKey, normalKey } from '../plan/read/setting_keys.ts';
import { nearest } from '../plan/suggest.ts';
import { bothPrice } from './both_price.ts';
import { bothProtect } from './both_protect.ts';
import { misnamedAgents, readAgents } from './read_agents.ts';
import { readBreaker } from './read_breaker.ts';
import type { LineFault } from './read_fields.ts';
import { readPermission } from './read_permission.ts';
import { readPrices } from './read_prices.ts';
import { readProtected } from './read_protected.ts';
import { readRoles } from './read_roles.ts';
import { readRouting } from './read_routing.ts';
import { readLabel, readRefusal } from './read_words.ts';
import { readYaml, type WrittenSetting, type WrittenValue } from './read_yaml.ts';
import { DEFAULT_SETTINGS, type RepositorySettings } from './repository_settings.ts';
import type { SettingsFile, SettingsProblem } from './settings_problem.ts';

/** What the files come to. With problems, `settings` is what could be read, and as strict as can be where it matters. */
export type ParsedSettings = {
  readonly settings: RepositorySettings;
  readonly problems: readonly SettingsProblem[];
  /** Whether the files say who may command; where they do not, only admins may. */
  readonly commandersKnown: boolean;
};

type Parsed = { readonly set: Partial<RepositorySettings>; readonly problems: readonly SettingsProblem[] };
type Fault = Omit<LineFault, 'line'>;
type Read<Value> = { readonly value: Value } | Fault | { readonly faults: readonly LineFault[] };

/** Every setting that is carried out, and how its value is read. */
const READERS: {
  readonly [Key in keyof RepositorySettings]-?: (value: WrittenValue, line: number) => Read<RepositorySettings[Key]>;
} = {
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

const KEYS: Readonly<Record<string, keyof RepositorySettings>> = {
  label: 'label',
  'command-permission': 'commandPermission',
  refusal: 'refusal',
  agents: 'agents',
  roles: 'roles',
  routing: 'routing',
  breaker: 'breaker',
  protected: 'protected',
  prices: 'prices',
};

/**
 * Merges the defaults, the organisation's file and the repository's own, the latter over the former; null: there is none.
 * Where it cannot be told who may command, only admins may: a slip of the pen must not let more people in.
 */
export function parseSettings(files: {
  readonly own: string | null;
  readonly organisation: string | null;
}): ParsedSettings {
  const organisation = parseFile('organisation', files.organisation ?? '');
  const own = parseFile('repository', files.own ?? '');
  const agents = { ...organisation.set.agents, ...own.set.agents };
  const roles = { ...organisation.set.roles, ...own.set.roles };
  const merged = { agents, roles, ...bothProtect(organisation.set, own.set), ...bothPrice(organisation.set, own.set) };
  const settings = { ...DEFAULT_SETTINGS, ...organisation.set, ...own.set, ...merged };
  const misnamed = [organisation, own].flatMap(({ written, file }) =>
    misnamedAgents(written, Object.keys(agents)).map((fault) => ({ file, ...fault })),
  );
  return {
    settings,
    problems: [...organisation.problems, ...own.problems, ...misnamed],
    commandersKnown: settings.commandPermission !== STRICTEST.commandPermission,
  };
}

const STRICTEST: Pick<RepositorySettings, 'commandPermission'> = {
  commandPermission: { kind: 'role', atLeast: 'admin' },
};

type ParsedFile = Parsed & { readonly file: SettingsFile; readonly written: readonly WrittenSetting[] };

function parseFile(file: SettingsFile, yaml: string): ParsedFile {
  const written = readYaml(yaml.replace(/^\uFEFF/, ''));
  if (!written.ok) {
    const problems = written.problems.map((problem) => ({ file, ...problem }));
    return { file, written: [], set: STRICTEST, problems };
  }
  const parsed = written.settings.map((setting) => parseSetting(file, setting));
  return {
    file,
    written: written.settings,
    set: Object.assign({}, ...parsed.map(({ set }) => set)),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

function parseSetting(file: SettingsFile, { key: written, line, value }: WrittenSetting): Parsed {
  const name = normalKey(written);
  const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  const failed = ({ message, mend }: Fault, set: Parsed['set'] = {}): Parsed => ({
    set,
    problems: [{ file, line, message, mend }],
  });
  if (key === undefined) return failed(notASetting(written), isNearPermission(name) ? STRICTEST : {});
  const read = READERS[key](value, line);
  if ('value' in read) return { set: { [key]: read.value }, problems: [] };
  if ('faults' in read) return { set: {}, problems: read.faults.map((fault) => ({ file, ...fault })) };
  return failed(read, key === 'commandPermission' ? STRICTEST : {});
}

function isNearPermission(name: string): boolean {
  return nearest(name, Object.keys(KEYS)) === 'command-permission';
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
      const near = nearest(normalKey(written), Object.keys(KEYS));
      const mend =
        near === undefined ? `Known are ${Object.keys(KEYS).map(quoted).join(', ')}.` : `Did you mean \`${near}\`?`;
      return { message: `${quoted(written)} is no setting.`, mend };
    }
    default:
      return kind satisfies never;
  }
}
