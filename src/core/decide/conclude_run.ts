import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { Reason } from '../reason.ts';
import type { RunRecord } from '../records.ts';
import { offerRun } from '../run/run_effects.ts';
import type { ConcludeSlice, TaskSlice } from '../slices.ts';
import { counted } from '../text/counted.ts';
import { someKeys } from '../text/some_keys.ts';
import { acceptRun } from './accept_run.ts';
import { moveRun } from './move_run.ts';
import { isOutdated, verifyAnew } from './outdated_verification.ts';

/**
 * Ends a running run whose tasks have all ended. What a run of an issue integrated waits for people in its final pull
 * request, without a time limit; where the run failed, that stays as it is. What came in since the whole was verified is verified
 * first. The result of a local run waits for its report alone, where the plan wants one.
 */
export function concludeRun(
  slice: ConcludeSlice & { readonly verification: TaskSlice | null },
  around: Surroundings,
): Decision<null> {
  const { run, bad, verification } = slice;
  if (run.state !== 'running' || run.openTasks !== 0) return nothing(null);
  const builder = new DecisionBuilder();
  const holdsWork = run.finalPull !== null || run.integrationHead !== run.baseCommit;
  if (run.cancel === null && bad.length === 0) {
    if (verification !== null) {
      builder.change({ kind: 'require_integration_head', run: run.id, head: run.integrationHead });
      if (isOutdated(verification, run)) {
        verifyAnew(builder, verification, around);
        return builder.result(null);
      }
    }
    // Without an issue there is nobody to offer it to, and still a report to commit where the plan wants one.
    if (!holdsWork || (run.issue === null && run.reportPath === null)) {
      acceptRun(builder, run, around);
      return builder.result(null);
    }
    builder.change({ kind: 'require_no_open_tasks', run: run.id });
    moveRun(builder, run, ['all_in'], { reason: null, deadlineAt: null });
    builder.effect(offerRun(run.id, around.newId()));
  } else {
    const { input, reason } = badEnd(slice);
    // Somebody may merge or skip one of them at this moment, which leaves no task open either.
    const tasks = bad.map(({ id, state, attempts }) => ({ id, state, attempts }));
    if (run.cancel === null) builder.change({ kind: 'require_tasks', tasks });
    builder.change({ kind: 'require_no_open_tasks', run: run.id });
    moveRun(builder, run, [input], { endedAt: around.now, reason });
    if (holdsWork && run.issue !== null) builder.effect(offerRun(run.id, around.newId()));
  }
  return builder.result(null);
}

function badEnd({ run, bad }: ConcludeSlice): {
  input: 'fail' | 'quarantine' | 'cancel';
  reason: Reason | null;
} {
  if (run.cancel !== null) return { input: endOfCanceled(run), reason: run.reason };
  const ended = (as: 'failed' | 'quarantined' | 'canceled') =>
    bad.filter(({ state }) => state === as).map(({ key }) => key);
  const [failed, quarantined] = [ended('failed'), ended('quarantined')];
  const parts = [named(failed, 'failed'), named(quarantined, 'quarantined'), named(ended('canceled'), 'canceled')];
  // Where nothing failed by its own fault, a person first looks at what is around.
  const input = failed.length === 0 && quarantined.length > 0 ? 'quarantine' : 'fail';
  return { input, reason: { code: 'tasks_failed', message: `${parts.filter((part) => part !== '').join('; ')}.` } };
}

/** How a run ends that was told to: one whose time was over has failed. */
export function endOfCanceled({ reason }: Pick<RunRecord, 'reason'>): 'fail' | 'cancel' {
  return reason?.code === 'run_timed_out' ? 'fail' : 'cancel';
}

function named(keys: readonly string[], what: string): string {
  if (keys.length === 0) return '';
  return `${counted(keys.length, 'task')} ${what}: ${someKeys(keys)}`;
}
