import type { ExitCode } from './exit_code.ts';

/** What a command gets from the process it runs in. */
export type CliContext = {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** The program's own entry file, by which further processes of it are started. */
  readonly mainFile: string;
  readonly version: string;
  /** Set by the command that ran. */
  exitCode: ExitCode;
};
