import { expect } from 'vitest';
import type { GitHubStage } from '../../support/github_stage.ts';
import { startProgram } from '../../support/program.ts';
import type { PlanOnStage } from './run_plan.ts';

/** What `planwright …` prints, with the service of the stage, as a person calls it. It has to end well. */
export async function byCommandLine(
  stage: GitHubStage,
  { address }: Pick<PlanOnStage, 'address'>,
  ...words: readonly string[]
): Promise<string> {
  const environment = { PATH: process.env.PATH ?? '', HOME: stage.home, NO_COLOR: '1' };
  const service = { PLANWRIGHT_URL: address, OPERATOR_TOKEN: stage.operatorToken };
  const { ended } = startProgram(words, { ...environment, ...service }, stage.folder);
  const { exitCode, stdout, stderr } = await ended;
  expect(exitCode, stderr).toBe(0);
  return stdout;
}
