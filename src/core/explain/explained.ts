import type { SettingSource } from '../settings/setting_entry.ts';

/** A value as a file or a plan would write it; null: nothing is set. */
export type FileValue = string | number | null | readonly FileValue[] | { readonly [key: string]: FileValue };

/** A value and where it was set. */
export type Sourced = { readonly value: FileValue; readonly from: SettingSource };

/** What holds of a setting or of one of its entries, and why. */
export type Explained = Sourced & {
  /** As files and plans write it. */
  readonly setting: string;
  /** Which entry of it; null: the setting is one value, or has no entries. */
  readonly name: string | null;
  /** What holds where the value says too little, for people. */
  readonly note?: string;
  /** What counts less and would hold without it, the next first. */
  readonly overrode: readonly Sourced[];
};

/** How people name it: `breaker`, or `agents.coder` for an entry. */
export function explainedKey({ setting, name }: Pick<Explained, 'setting' | 'name'>): string {
  return name === null ? setting : `${setting}.${name}`;
}
