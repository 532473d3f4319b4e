import { createCheckRun, emitCheck } from '../actions/checks.ts';
import type { CheckRun, Repository } from '../state.ts';
import type { World } from '../world.ts';

/** A finished check of another app. */
export type ReportedCheck = {
  readonly name: string;
  readonly sha: string;
  readonly conclusion: string;
  /** Slug of the app; default: `ci`. */
  readonly app?: string;
};

/** Presses a button of a check run. */
export async function pressCheckButton(
  world: World,
  repository: Repository,
  check: CheckRun,
  press: { readonly by: string; readonly identifier: string },
): Promise<void> {
  const { identifier } = press;
  if (!check.actions.some((action) => action.identifier === identifier)) {
    throw new Error(`The check run ${check.name} has no button ${identifier}.`);
  }
  await emitCheck(world, repository, check, press.by, 'requested_action', { requested_action: { identifier } });
}

/** Presses "Re-run". */
export async function rerequestCheck(world: World, repository: Repository, check: CheckRun, by: string): Promise<void> {
  await emitCheck(world, repository, check, by, 'rerequested');
}

/** Another app reports a finished check. */
export async function reportCheck(world: World, repository: Repository, check: ReportedCheck): Promise<CheckRun> {
  const { name, sha: headSha, conclusion, app = 'ci' } = check;
  return await createCheckRun(world, repository, `${app}[bot]`, { app, name, headSha, edit: { conclusion } });
}
