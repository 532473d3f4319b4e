import type { CommandPermission } from './repository_settings.ts';
import type { SettingsFile, SettingsProblem } from './settings_problem.ts';

const NAMES: Readonly<Record<SettingsFile, string>> = {
  repository: '`.github/planwright.yml`',
  organisation: "the organisation's `.github/planwright.yml`",
};

/** Why a plan does not start although nothing may be wrong with the plan itself, as Markdown. */
export function settingsProblemsText(problems: readonly SettingsProblem[]): string {
  const things = problems.length === 1 ? '1 thing' : `${problems.length} things`;
  const lines = problems.map(({ file, line, message, mend }) => `- ${NAMES[file]}, line ${line}: ${message} ${mend}`);
  const intro = `**This plan did not start: ${things} to mend in the settings.** Mend the file on the default branch, then edit the issue or write \`/planwright run\`.`;
  return [intro, '', ...lines].join('\n');
}

/** What somebody needs who wants to command, in words: behind "commands here need". */
export function permissionText(need: CommandPermission): string {
  switch (need.kind) {
    case 'role':
      return `the permission \`${need.atLeast}\` in this repository`;
    case 'team':
      return `membership of the team \`${need.slug}\``;
    default:
      return need satisfies never;
  }
}
