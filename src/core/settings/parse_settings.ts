import { unknownRole } from '../agents/unknown_roles.ts';
import { DEFAULT_ENTRIES } from './default_entries.ts';
import { mergeEntries, settingsOfEntries } from './merge_entries.ts';
import { misnamedAgents } from './read_agents.ts';
import { type ReadFile, readSettingsFile } from './read_settings_file.ts';
import type { RepositorySettings } from './repository_settings.ts';
import { type EffectiveEntry, entriesOfKey } from './setting_entry.ts';
import type { SettingsProblem } from './settings_problem.ts';

/** What the files come to. With problems, `settings` is what could be read, and as strict as can be where it matters. */
export type ParsedSettings = {
  readonly settings: RepositorySettings;
  /** What `settings` is made of, and the defaults, with the file and line that each part comes from. */
  readonly entries: readonly EffectiveEntry[];
  readonly problems: readonly SettingsProblem[];
  /** Whether the files say who may command; where they do not, only admins may. */
  readonly commandersKnown: boolean;
};

/** The text of each file; null: there is none. */
export type SettingsTexts = {
  readonly own: string | null;
  readonly organisation: string | null;
  /** That of whoever starts a plan on their machine; absent: a service has no user. */
  readonly user?: string | null;
};

/**
 * Merges defaults, the user's file, the organisation's and the repository's own, each over those before it.
 * Where it cannot be told who may command, only admins may: a slip of the pen must not let more people in.
 */
export function parseSettings({ own, organisation, user = null }: SettingsTexts): ParsedSettings {
  const files = [
    readSettingsFile('user', user ?? ''),
    readSettingsFile('organisation', organisation ?? ''),
    readSettingsFile('repository', own ?? ''),
  ];
  const entries = mergeEntries([DEFAULT_ENTRIES, ...files.map((file) => file.entries)]);
  const settings = settingsOfEntries(entries);
  const misnamed = files.flatMap(({ written, file }) =>
    misnamedAgents(written, Object.keys(settings.agents)).map((fault) => ({ file, ...fault })),
  );
  return {
    settings,
    entries,
    problems: [...files.flatMap(({ problems }) => problems), ...misnamed, ...unknownRolesIn(files, settings)],
    commandersKnown: !entriesOfKey(entries, 'commandPermission').some(({ standsIn }) => standsIn),
  };
}

/** Roles that files give to all tasks, and nobody knows. */
function unknownRolesIn(files: readonly ReadFile[], settings: RepositorySettings): readonly SettingsProblem[] {
  return files.flatMap(({ file, entries }) =>
    entriesOfKey(entries, 'planDefaults').flatMap(({ value: { role }, from: { line } }) => {
      const fault = role === undefined ? undefined : unknownRole(role, settings);
      return fault === undefined ? [] : [{ file, line: line ?? 1, ...fault }];
    }),
  );
}
