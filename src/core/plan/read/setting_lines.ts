import type { SettingLines } from '../plan_lines.ts';
import type { RawSetting } from './read_settings.ts';
import { meaningOfKey } from './setting_keys.ts';

/** The line at which each setting begins, by its key. */
export function settingLines(raws: readonly RawSetting[]): SettingLines {
  const lines: Record<string, number> = {};
  for (const raw of raws) {
    const meaning = meaningOfKey(raw.key);
    if (meaning.kind === 'built') lines[meaning.key] ??= raw.line;
  }
  return lines;
}
