/** A settings file, by whose it is. */
export type SettingsFile = 'user' | 'organisation' | 'repository';

/** One thing in a settings file that has to be mended. */
export type SettingsProblem = {
  readonly file: SettingsFile;
  /** 1-based line. */
  readonly line: number;
  /** What is wrong, one sentence without the line number. */
  readonly message: string;
  /** How to mend it, one sentence. */
  readonly mend: string;
};

/** The problem among those of a plan, where it keeps an edit of the plan from counting. Its line is one of the settings file. */
export function amongPlanProblems({
  line,
  message,
  mend,
}: SettingsProblem): Pick<SettingsProblem, 'line' | 'message' | 'mend'> {
  return { line, message: `Of the settings file: ${message}`, mend };
}
