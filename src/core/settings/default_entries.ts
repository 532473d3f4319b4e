import { DEFAULT_BREAKER } from '../breaker/breaker.ts';
import { PROTECTED_PATHS } from '../plan/protected_paths.ts';
import { PRICES } from '../usage/prices.ts';
import { DEFAULT_SETTINGS } from './repository_settings.ts';
import type { SettingEntry, SettingSource } from './setting_entry.ts';

const from: SettingSource = { layer: 'default', line: null };

/** What holds where no file says otherwise. The roles that work by themselves are not among them: a file adds to what those are. */
export const DEFAULT_ENTRIES: readonly SettingEntry[] = [
  { key: 'label', name: null, value: DEFAULT_SETTINGS.label, from },
  { key: 'commandPermission', name: null, value: DEFAULT_SETTINGS.commandPermission, from },
  { key: 'refusal', name: null, value: DEFAULT_SETTINGS.refusal, from },
  { key: 'routing', name: null, value: [], from },
  { key: 'breaker', name: null, value: DEFAULT_BREAKER, from },
  ...PROTECTED_PATHS.map((value): SettingEntry => ({ key: 'protected', name: value, value, from })),
  ...PRICES.map((value): SettingEntry => ({ key: 'prices', name: value.model, value, from })),
];
