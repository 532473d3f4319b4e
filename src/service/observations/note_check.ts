import type { Change } from '../../core/changes.ts';
import { seen } from '../../core/decide/notice.ts';
import { requiredCheckFailed, requiredCheckPassed } from '../../core/decide/required_check.ts';
import { nothing } from '../../core/decision.ts';
import { CHECK_MESSAGE_LIMIT, CHECK_PLACES_LIMIT, LOG_LIMIT } from '../../core/finding/finding_limits.ts';
import { type CheckFinding, checkKey } from '../../core/finding/finding_record.ts';
import { allPassed } from '../../core/finding/required_checks.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import type { RunRecord, TaskRecord } from '../../core/records.ts';
import { strayCheckNotice } from '../../core/report/review_notices.ts';
import { logText } from '../../text/log_text.ts';
import { mapTexts } from '../../text/map_texts.ts';
import { withoutSecretShapes } from '../../text/secret_shapes.ts';
import { commit } from '../commit.ts';
import { surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';
import type { ForgeContext } from './forge_context.ts';
import { lastMergedTask } from './last_merged_task.ts';
import { ownersOf } from './owners_of.ts';
import type { Subject } from './subject.ts';

type Check = Extract<IncomingBody, { kind: 'check_completed' }>['check'];

/** A required check failed on what is offered; `also` lands with what follows. */
export async function noteCheckFailed(
  context: ForgeContext,
  { run, task }: Subject,
  check: Check,
  also: readonly Change[],
): Promise<null> {
  const { deps } = context;
  const content = await contentOf(context, check);
  const known = await deps.store.read.findingByKey(run.id, checkKey(content));
  const owner = known?.task ?? task?.id ?? (await ownerOf(context, run, content));
  return commit(deps, 'note_check_failed', async (read) => {
    if (owner === null) {
      return withChanges({ ...nothing(null), events: [seen(run, strayCheckNotice(check.name))] }, also);
    }
    const [slice, findings] = [await read.taskSlice(owner, 'direct'), await read.findingsOf(owner)];
    if (slice === null) return withChanges(nothing(null), also);
    return withChanges(requiredCheckFailed(slice, findings, content, surroundings(deps)), also);
  });
}

/** A required check passed on what is offered. */
export async function noteCheckPassed(
  context: ForgeContext,
  { run, task }: Subject,
  key: string,
  also: readonly Change[],
): Promise<null> {
  const { deps } = context;
  const owner = (await deps.store.read.findingByKey(run.id, key))?.task ?? task?.id ?? null;
  const isWholeGreen = task !== null && (await isGreen(context, task));
  return commit(deps, 'note_check_passed', async (read) => {
    const slice = owner === null ? null : await read.taskSlice(owner, 'direct');
    if (slice === null || owner === null) return withChanges(nothing(null), also);
    const green = isWholeGreen && slice.task.commit === task?.commit;
    const decision = requiredCheckPassed(
      slice,
      await read.findingsOf(owner),
      { key, isWholeGreen: green },
      surroundings(deps),
    );
    return withChanges(decision, also);
  });
}

/** Whether all checks that the plan names have passed on the task's commit. */
export async function isGreen(
  { repositories, repository }: Omit<ForgeContext, 'deps'>,
  task: TaskRecord,
): Promise<boolean> {
  const { checks = [] } = task.spec.settings;
  if (checks.length === 0 || task.commit === null) return false;
  return allPassed(checks, await repositories.checksOf(repository, task.commit));
}

async function contentOf({ repositories, repository }: ForgeContext, check: Check): Promise<CheckFinding> {
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
    annotations: said.annotations.slice(0, CHECK_PLACES_LIMIT),
    log: logText(said.log, LOG_LIMIT),
  };
}

/** The task of the first place that the check names and somebody made, else whose work came in last. */
async function ownerOf(
  context: ForgeContext,
  run: RunRecord,
  { annotations, commit: at }: CheckFinding,
): Promise<string | null> {
  const ownerOfLine = ownersOf(context, run);
  for (const { path, line } of annotations) {
    const owner = await ownerOfLine({ commit: at, path, line });
    if (owner !== null) return owner;
  }
  return lastMergedTask(context.deps.store.read, run.id);
}
