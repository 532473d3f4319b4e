import type { AddedText } from '../added_text.ts';
import type { Criterion } from '../plan.ts';
import type { SettingLines } from '../plan_lines.ts';
import type { SettingValues } from './setting_values.ts';
import type { Reference } from './written_values.ts';

/** A task as read, before ids and dependencies are settled. */
export type DraftTask = {
  readonly line: number;
  readonly writtenId?: string;
  readonly title: string;
  readonly done: boolean;
  /** The number of the issue that it is. */
  readonly issue?: number;
  readonly added?: AddedText;
  /** Nothing is done but to wait for that issue. */
  readonly isWait?: true;
  readonly criteria: readonly Criterion[];
  readonly instructions: string;
  readonly values: SettingValues;
  readonly lines: SettingLines;
  /** Lines on which values of its settings stand, without its own first line. */
  readonly valueLines: readonly number[];
  /** Index of the innermost group. */
  readonly group?: number;
};

/** A group as read. */
export type DraftGroup = {
  readonly line: number;
  readonly writtenId?: string;
  readonly title: string;
  readonly after: readonly Reference[];
  readonly issue?: number;
  /** Index of the group around it. */
  readonly parent?: number;
};
