import type { Amounts, Price } from '../../protocol/usage.ts';
import type { AgentSetting, RoleSetting, RoutingRule } from '../agents/agent_settings.ts';
import type { BreakerThresholds } from '../breaker/breaker.ts';
import type { PlanDefaults } from '../plan/plan_defaults.ts';
import type { CommandPermission, RepositorySettings } from './repository_settings.ts';
import type { SettingsFile } from './settings_problem.ts';

/** Who may set something, from the one that counts least. */
export type SettingsLayer = 'default' | SettingsFile | 'plan' | 'task';

/** Where something was set. */
export type SettingSource = {
  readonly layer: SettingsLayer;
  /** 1-based, of the file of that layer; null: no file sets it. */
  readonly line: number | null;
};

/** A rule with the line at which it stands. */
export type PlacedRule = { readonly line: number | null; readonly rule: RoutingRule };

/** What goes before what as a whole: a setting, or one entry of those whose entries come together from all files. */
type EntryValues = {
  readonly label: string;
  readonly commandPermission: CommandPermission;
  readonly refusal: RepositorySettings['refusal'];
  readonly agents: AgentSetting;
  readonly roles: RoleSetting;
  /** All rules of a file: rules of two files would stand in an order that nobody wrote. */
  readonly routing: readonly PlacedRule[];
  readonly breaker: BreakerThresholds;
  readonly protected: string;
  readonly prices: Price;
  readonly repositoryBudget: Amounts;
  /** One setting of plans, by its key as the name. */
  readonly planDefaults: PlanDefaults;
};

/** What a layer sets: a setting, or an entry of one. */
export type SettingEntry = {
  [Key in keyof EntryValues]: {
    readonly key: Key;
    /** The agent, role, model, glob or setting of plans; null: the setting is one value. */
    readonly name: string | null;
    readonly value: EntryValues[Key];
    readonly from: SettingSource;
    /** Set where it stands in for what could not be read there. */
    readonly standsIn?: true;
  };
}[keyof EntryValues];

/** What holds, and which entries of layers that count less it stands for, the next one first. */
export type EffectiveEntry = SettingEntry & { readonly overrode: readonly SettingEntry[] };

/** The entries of one setting. */
export function entriesOfKey<Entry extends SettingEntry, Key extends SettingEntry['key']>(
  entries: readonly Entry[],
  key: Key,
): readonly Extract<Entry, { readonly key: Key }>[] {
  return entries.filter((entry): entry is Extract<Entry, { readonly key: Key }> => entry.key === key);
}
