import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Variables } from './read_variables.ts';

/** Where runners keep mirrors and worktrees: `PLANWRIGHT_WORK_DIR`, default `~/.cache/planwright`. */
export function workFolder(variables: Variables): string {
  const named = variables.PLANWRIGHT_WORK_DIR;
  return named === undefined || named === '' ? join(homedir(), '.cache', 'planwright') : resolve(named);
}

/** The runner's file: `PLANWRIGHT_RUNNER_CONFIG`, default `~/.config/planwright/runner.yml`, which may be missing. */
export function runnerFile(variables: Variables): { readonly file: string; readonly named: boolean } {
  const named = variables.PLANWRIGHT_RUNNER_CONFIG;
  if (named !== undefined && named !== '') return { file: resolve(named), named: true };
  return { file: join(homedir(), '.config', 'planwright', 'runner.yml'), named: false };
}

/** Where the user's settings may lie: `~/.config/planwright/planwright.yml`, or `.yaml` or `.json`. */
export function userSettingsFiles(): readonly string[] {
  return ['yml', 'yaml', 'json'].map((ending) => join(homedir(), '.config', 'planwright', `planwright.${ending}`));
}
