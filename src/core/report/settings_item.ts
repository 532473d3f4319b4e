import type { SettingsFile } from '../settings/settings_problem.ts';
import { type Remark, remarkText } from './remark_text.ts';

const FILES: Readonly<Record<SettingsFile, string>> = {
  repository: '`.github/planwright.yml`',
  organisation: "the organisation's `.github/planwright.yml`",
  user: "the user's `planwright.yml`",
};

/** What is to mend in a settings file, as an item of a list. */
export function settingsItem({ file, ...remark }: Remark & { readonly file: SettingsFile }): string {
  return `- ${FILES[file]}, ${remarkText(remark)}`;
}
