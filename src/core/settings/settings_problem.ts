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
