/** A settings file, by whose it is. */
export type SettingsFile = 'user' | 'organisation' | 'repository';

/** Where something stands in a settings file. */
export type SettingsPlace = {
  readonly file: SettingsFile;
  /** 1-based line. */
  readonly line: number;
};

/** One thing in a settings file that has to be mended. */
export type SettingsProblem = SettingsPlace & {
  /** What is wrong, one sentence without the line number. */
  readonly message: string;
  /** How to mend it, one sentence. */
  readonly mend: string;
};
