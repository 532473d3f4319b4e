/** The 1-based line at which each setting is written, by its key. */
export type SettingLines = Readonly<Record<string, number>>;

/** Where a plan's settings are written. It is no part of the plan: moving a line changes nothing of what is to be done. */
export type PlanLines = {
  readonly plan: SettingLines;
  /** By the task's id. */
  readonly tasks: ReadonlyMap<string, SettingLines>;
};
