import { z } from 'zod';
import { runnerFile, workFolder } from './home_folders.ts';
import { readVariables, type Variables } from './read_variables.ts';
import { HttpUrl, LogLevel, Token } from './variable.ts';

/** What `planwright runner` reads from its environment. The agents' own keys are read where an agent is started. */
export type RunnerEnvironment = {
  readonly serviceUrl: string;
  readonly token: string;
  readonly workDir: string;
  readonly runnerFile: { readonly file: string; readonly named: boolean };
  readonly logLevel: LogLevel;
};

const Schema = z.object({ PLANWRIGHT_URL: HttpUrl, RUNNER_TOKEN: Token, LOG_LEVEL: LogLevel.default('info') });

const mends: Record<keyof typeof Schema.shape, string> = {
  PLANWRIGHT_URL: 'Give the address of the service, for example https://planwright.example.org.',
  RUNNER_TOKEN: 'Give the token that the service expects of runners (its RUNNER_TOKEN).',
  LOG_LEVEL: 'Leave it out for info.',
};

/**
 * Reads the environment of `planwright runner`.
 * @throws EnvironmentError with all problems at once
 */
export function readRunnerEnvironment(variables: Variables): RunnerEnvironment {
  const read = readVariables(Schema, mends, variables);
  return {
    serviceUrl: read.PLANWRIGHT_URL,
    token: read.RUNNER_TOKEN,
    workDir: workFolder(variables),
    runnerFile: runnerFile(variables),
    logLevel: read.LOG_LEVEL,
  };
}
