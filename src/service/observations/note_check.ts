import type { Change } from '../../core/changes.ts';
import { checkFailed, checkPassed } from '../../core/decide/check_completed.ts';
import { noticed } from '../../core/decide/notice.ts';
import { nothing } from '../../core/decision.ts';
import { ANNOTATIONS_LIMIT, CHECK_MESSAGE_LIMIT, LOG_LIMIT } from '../../core/finding/finding_limits.ts';
import { type CheckFinding, checkKey } from '../../core/finding/finding_record.ts';
import { allPassed } from '../../core/finding/required_checks.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import type { RunRecord, TaskRecord } from '../../core/records.ts';
import { logText } from '../../text/log_text.ts';
import { mapTexts } from '../../text/map_texts.ts';
import { withoutSecretShapes } from '../../text/secret_shapes.ts';
import { commit } from '../commit.ts';
import { surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';
import type { ReviewDesk } from './note_review.ts';
import { ownersOf } from './owners_of.ts';

type Check = Extract<IncomingBody, { kind: 'check_completed' }>['check'];
type Subject = { readonly run: RunRecord; readonly task: TaskRecord | null };

/** A required check failed on what is offered; `also` lands with what follows. */
export async function noteCheckFailed(
  desk: ReviewDesk,
  { run, task }: Subject,
  check: Check,
  also: readonly Change[],
): Promise<null> {
  const { deps } = desk;
  const content = await contentOf(desk, check);
  const known = await deps.store.read.findingByKey(run.id, checkKey(content));
  const owner = known?.task ?? task?.id ?? (await ownerOf(desk, run, content));
  return commit(deps, 'note_check_failed', async (read) => {
    if (owner === null) {
      const what = `The check \`${check.name}\` fails on the integration branch, and no task of the run is known to have broken it.`;
      return withChanges({ ...nothing(null), events: [noticed(run, what)] }, also);
    }
    const [slice, findings] = [await read.taskSlice(owner, 'direct'), await read.findingsOf(owner)];
    if (slice === null) return withChanges(nothing(null), also);
    return withChanges(checkFailed(slice, findings, content, surroundings(deps)), also);
  });
}

/** A required check passed on what is offered. */
export async function noteCheckPassed(
  desk: ReviewDesk,
  { run, task }: Subject,
  key: string,
  also: readonly Change[],
): Promise<null> {
  const { deps } = desk;
  const owner = (await deps.store.read.findingByKey(run.id, key))?.task ?? task?.id ?? null;
  const isWholeGreen = task !== null && (await isGreen(desk, task));
  return commit(deps, 'note_check_passed', async (read) => {
    const slice = owner === null ? null : await read.taskSlice(owner, 'direct');
    if (slice === null || owner === null) return withChanges(nothing(null), also);
    const green = isWholeGreen && slice.task.commit === task?.commit;
    const decision = checkPassed(slice, await read.findingsOf(owner), { key, isWholeGreen: green }, surroundings(deps));
    return withChanges(decision, also);
  });
}

/** Whether all checks that the plan names have passed on the task's commit. */
export async function isGreen(
  { repositories, repository }: Omit<ReviewDesk, 'deps'>,
  task: TaskRecord,
): Promise<boolean> {
  const { checks = [] } = task.spec.settings;
  if (checks.length === 0 || task.commit === null) return false;
  return allPassed(checks, await repositories.checksOf(repository, task.commit));
}

async function contentOf({ repositories, repository }: ReviewDesk, check: Check): Promise<CheckFinding> {
  const { id: checkRun, app, name, headCommit, completedAt } = check;
  const said = mapTexts(await repositories.failedCheck(repository, { checkRun, app }), withoutSecretShapes);
  return {
    kind: 'check',
    name,
    app,
    checkRun,
    completedAt,
    commit: headCommit,
    message: said.message.slice(0, CHECK_MESSAGE_LIMIT),
    annotations: said.annotations.slice(0, ANNOTATIONS_LIMIT),
    log: logText(said.log, LOG_LIMIT),
  };
}

/** The task of the first place that the check names and somebody made, else whose work came in last. */
async function ownerOf(
  desk: ReviewDesk,
  run: RunRecord,
  { annotations, commit: at }: CheckFinding,
): Promise<string | null> {
  const ownerOfLine = ownersOf(desk, run);
  for (const { path, line } of annotations) {
    const owner = await ownerOfLine({ commit: at, path, line });
    if (owner !== null) return owner;
  }
  const { read } = desk.deps.store;
  const tasks = new Set((await read.agentTasksOf(run.id)).map(({ id }) => id));
  return (await read.mergesOf(run.id)).findLast(({ task }) => tasks.has(task))?.task ?? null;
}
