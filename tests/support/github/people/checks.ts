import { createCheckRun, emitCheck, updateCheckRun } from '../actions/checks.ts';
import type { CheckRun, Repository } from '../state.ts';
import type { World } from '../world.ts';

/** A finished check of another app. */
export type ReportedCheck = {
  readonly name: string;
  readonly sha: string;
  readonly conclusion: string;
  /** Slug of the app; default: `ci`. */
  readonly app?: string;
  readonly summary?: string | undefined;
  readonly annotations?: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  /** What its job printed. */
  readonly log?: string;
  /** false: its app lets nobody run it again. */
  readonly reruns?: boolean;
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

/** Another app reports a finished check: the result of one that is at work, else of a new one. */
export async function reportCheck(world: World, repository: Repository, check: ReportedCheck): Promise<CheckRun> {
  const { name, sha: headSha, conclusion, app = 'ci', summary, annotations = [], log = '', reruns = true } = check;
  const output = {
    ...(summary === undefined ? {} : { title: name, summary }),
    annotations: annotations.map(annotationOf),
  };
  const edit = { conclusion, output };
  const atWork = [...repository.checkRuns.values()].find(
    (run) => run.name === name && run.app === app && run.headSha === headSha && run.status !== 'completed',
  );
  if (atWork === undefined) {
    return await createCheckRun(world, repository, `${app}[bot]`, { app, name, headSha, edit, log, reruns });
  }
  atWork.log = log;
  await updateCheckRun(world, repository, atWork, `${app}[bot]`, edit);
  return atWork;
}

function annotationOf({ path, line, message }: NonNullable<ReportedCheck['annotations']>[number]) {
  const place = { path, start_line: line, end_line: line, start_column: null, end_column: null };
  const said = { annotation_level: 'failure', title: '', message, raw_details: '' };
  return { ...place, ...said, blob_href: '' };
}
